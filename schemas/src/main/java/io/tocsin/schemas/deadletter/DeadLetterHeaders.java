package io.tocsin.schemas.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Headers of a dead letter. They come behind the headers that the record had; key and value stay as they came. All values
 * are UTF-8 text.
 */
public final class DeadLetterHeaders {

    /** Why: a {@link DeadLetterReason} in lower case. */
    public static final String REASON = "tocsin.dead-letter.reason";
    /** Topic that the record came from. */
    public static final String TOPIC = "tocsin.dead-letter.topic";
    /** Partition that it came from. */
    public static final String PARTITION = "tocsin.dead-letter.partition";
    /** Offset that it had. */
    public static final String OFFSET = "tocsin.dead-letter.offset";
    /** Time that it had: epoch milliseconds. */
    public static final String TIMESTAMP = "tocsin.dead-letter.timestamp";
    /** Class of the error. */
    public static final String ERROR_CLASS = "tocsin.dead-letter.error-class";
    /** What was wrong, in words, without values of the record. */
    public static final String MESSAGE = "tocsin.dead-letter.message";

    private static final int MAX_MESSAGE_LENGTH = 512;

    private DeadLetterHeaders() {}

    /** Returns the headers of the dead letter of a record. */
    public static Headers of(
            Headers original, String topic, int partition, long offset, long timestamp, PoisonException why) {
        Headers headers = new RecordHeaders(original);
        add(headers, REASON, why.reason().name().toLowerCase(Locale.ROOT));
        add(headers, TOPIC, topic);
        add(headers, PARTITION, Integer.toString(partition));
        add(headers, OFFSET, Long.toString(offset));
        add(headers, TIMESTAMP, Long.toString(timestamp));
        Throwable error = why.getCause() == null ? why : why.getCause();
        add(headers, ERROR_CLASS, error.getClass().getName());
        String message = why.getMessage();
        add(
                headers,
                MESSAGE,
                message.length() <= MAX_MESSAGE_LENGTH ? message : message.substring(0, MAX_MESSAGE_LENGTH));
        return headers;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
