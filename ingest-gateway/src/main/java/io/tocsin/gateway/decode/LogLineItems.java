package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.gateway.avro.MapSection;
import io.tocsin.schemas.key.SourceKey;
import java.io.IOException;

/**
 * Log lines of one service: {@code message}, and optionally {@code id}, {@code timestamp}, {@code level}, {@code logger},
 * {@code trace_id}, {@code environment} and {@code labels}. A {@code service}, {@code service_name} or {@code source} must
 * be the service of the request; other fields become attributes.
 */
final class LogLineItems implements ItemDecoder {

    private final String service;
    private final String environment;
    private final MapSection sharedAttributes;
    private final MapSection sharedLabels;

    /**
     * Makes a decoder of the lines of one request.
     *
     * @param service the service that the request is for
     * @param environment environment that the request names; null when it leaves that to the lines
     */
    LogLineItems(String service, String environment) {
        this(service, environment, new RecordDraft());
    }

    /** Makes a decoder of lines that share the attributes and labels of a draft, unless they have them themselves. */
    LogLineItems(String service, String environment, RecordDraft shared) {
        this.service = service;
        this.environment = environment;
        this.sharedAttributes = shared.attributes;
        this.sharedLabels = shared.labels;
    }

    @Override
    public void decode(JsonParser parser, Item item, Decoding decoding) throws IOException {
        RecordDraft draft = item.draft;
        TypedFields log = TypedFields.of(EventTypes.LOG, decoding.limits);
        draft.type = EventTypes.LOG;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "service", "service_name", "source" -> checkService(parser, service, '.' + name, item);
                // As an attribute it keeps its types; the envelope would make texts of them.
                case "metadata" -> decoding.flattener.attribute(parser, name, "", item);
                default -> {
                    if (!decoding.envelope.take(parser, name, item) && !log.take(parser, name, "", item)) {
                        decoding.flattener.attribute(parser, name, "", item);
                    }
                }
            }
        }
        log.complete("", item);
        complete(item, decoding);
    }

    private void complete(Item item, Decoding decoding) {
        RecordDraft draft = item.draft;
        draft.source = service;
        if (environment != null) {
            draft.environment = environment;
        }
        draft.labels.name("service").value(service);
        draft.labels.addAll(sharedLabels);
        draft.labels.dropRepeatedNames();
        SourceKey key = decoding.envelope.complete(item, decoding.receivedAt, ".service");
        item.refuseRepeatedAttributes();
        if (sharedAttributes.count() > 0) {
            draft.attributes.addAll(sharedAttributes);
            draft.attributes.dropRepeatedNames();
        }
        decoding.addLog(item, key);
    }

    /** Notes an error unless the value on which the parser stands is the service of the request, or null. */
    static void checkService(JsonParser parser, String service, String path, Item item) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        String named = Values.text(parser, path, SourceKey.MAX_PART_LENGTH, item);
        if (named != null && !named.equals(service)) {
            item.errors.add(path, "must be the service of the address, '" + service + "', or be left out");
        }
    }
}
