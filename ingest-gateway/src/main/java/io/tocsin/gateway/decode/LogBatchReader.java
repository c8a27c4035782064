package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.gateway.decode.RejectedBodyException.Reason;
import java.io.IOException;

/**
 * A batch of log lines in one object: {@code logs}, and optionally {@code service_name}, {@code environment} and
 * {@code labels}. Other fields become attributes of every line that has not the same itself. Stateless.
 */
final class LogBatchReader {

    private static final int ABSENT = -1;

    private final String service;
    private final String environment;

    /**
     * Makes a reader for one request.
     *
     * @param service the service that the request is for
     * @param environment environment that the request names; null when it leaves that to the body
     */
    LogBatchReader(String service, String environment) {
        this.service = service;
        this.environment = environment;
    }

    /** Decodes all lines of the batch on whose opening the parser stands. */
    void read(JsonParser parser, byte[] body, Decoding decoding) throws IOException, RejectedBodyException {
        RecordDraft shared = new RecordDraft();
        Item batch = new Item(shared, FieldErrors.WHOLE_BODY, body, 0);
        int from = ABSENT;
        int to = ABSENT;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "service_name", "service", "source" ->
                    LogLineItems.checkService(parser, service, '.' + name, batch);
                case "environment", "labels" -> decoding.envelope.take(parser, name, batch);
                case "logs" -> {
                    if (parser.currentToken() == JsonToken.START_ARRAY) {
                        from = batch.openingOf(parser);
                        parser.skipChildren();
                        to = batch.position(parser);
                    } else {
                        Values.wrongKind(parser, ".logs", "an array of log lines", batch);
                    }
                }
                default -> decoding.flattener.attribute(parser, name, "", batch);
            }
        }
        if (from == ABSENT) {
            Envelope.missing(batch, ".logs", "an array of log lines");
        }
        if (!batch.errors.isEmpty()) {
            throw new RejectedBodyException(batch.errors.list());
        }
        lines(body, from, to, shared, decoding);
    }

    private void lines(byte[] body, int from, int to, RecordDraft shared, Decoding decoding)
            throws IOException, RejectedBodyException {
        String named = environment == null ? shared.environment : environment;
        LogLineItems items = new LogLineItems(service, named, shared);
        try (JsonParser parser = Json.parser(body, from, to)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (decoding.items() == decoding.limits.logLines()) {
                    throw new RejectedBodyException(
                            Reason.TOO_MANY_ITEMS,
                            "the batch has more than " + decoding.limits.logLines() + " log lines");
                }
                Item item = decoding.item(decoding.items(), body, from);
                if (parser.currentToken() == JsonToken.START_OBJECT) {
                    items.decode(parser, item, decoding);
                } else {
                    Values.wrongKind(parser, "", "an object", item);
                }
                decoding.finish(item);
            }
        }
    }
}
