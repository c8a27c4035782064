package io.tocsin.processor.runtime;

import io.tocsin.schemas.deadletter.DeadLetterHeaders;
import io.tocsin.schemas.deadletter.DeadLetterReason;
import io.tocsin.schemas.deadletter.PoisonException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when Kafka refuses an output. The topology measures its outputs before it sends them, so this is the
 * second line: an output that the topic takes less of than we thought is put aside in the dead letters with its own bytes,
 * in the same transaction. Anything that is lost from a changelog, and every other refusal, ends the thread: going on
 * would leave a store that its changelog does not know.
 */
public final class OutputRefusals implements ProductionExceptionHandler {

    /** Key under which Streams' configuration names the topic of dead letters. */
    public static final String TOPIC_CONFIG = "tocsin.dead-letters.topic";

    private static final Logger LOG = LoggerFactory.getLogger(OutputRefusals.class);
    private static final String CHANGELOG_SUFFIX = "-changelog";
    private static final int UNKNOWN_PARTITION = -1;

    private String deadLetters;

    @Override
    public void configure(Map<String, ?> configs) {
        if (!(configs.get(TOPIC_CONFIG) instanceof String topic)) {
            throw new IllegalStateException("no " + TOPIC_CONFIG);
        }
        deadLetters = topic;
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        if (!(exception instanceof RecordTooLargeException)
                || record.topic().endsWith(CHANGELOG_SUFFIX)
                || record.topic().equals(deadLetters)) {
            return Response.fail();
        }
        LOG.warn("An output for {} goes to the dead letters: {}", record.topic(), exception.getMessage());
        PoisonException why = new PoisonException(
                DeadLetterReason.OUTPUT_TOO_LARGE, "refused by " + record.topic() + " as too large", exception);
        int partition = record.partition() == null ? UNKNOWN_PARTITION : record.partition();
        return Response.resume(List.of(new ProducerRecord<>(
                deadLetters,
                null,
                record.timestamp(),
                record.key(),
                record.value(),
                DeadLetterHeaders.of(
                        new RecordHeaders(record.headers()),
                        context.topic() == null ? record.topic() : context.topic(),
                        context.topic() == null ? partition : context.partition(),
                        context.offset(),
                        context.timestamp(),
                        why))));
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Response handleSerializationError(
            ErrorHandlerContext context,
            ProducerRecord record,
            Exception exception,
            SerializationExceptionOrigin origin) {
        // Outputs are bytes when they come here.
        return Response.fail();
    }
}
