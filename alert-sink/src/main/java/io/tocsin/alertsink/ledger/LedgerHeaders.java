package io.tocsin.alertsink.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Headers of ledger records. Values are UTF-8 text. */
final class LedgerHeaders {

    /** Run of the process that wrote the record, so that it can tell its own records from those of others. */
    static final String WRITER = "tocsin-writer";
    /** There when the record asks for a new cycle of tries. */
    static final String REPLAY = "tocsin-replay";

    private LedgerHeaders() {}

    static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<String> text(Headers headers, String name) {
        Header last = headers.lastHeader(name);
        return last == null ? Optional.empty() : Optional.of(new String(last.value(), StandardCharsets.UTF_8));
    }
}
