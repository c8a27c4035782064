package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.schemas.key.SourceKey;
import java.io.IOException;

/**
 * A service that makes itself known: {@code service_name}, and optionally {@code description}, {@code environment},
 * {@code labels} and {@code metadata}. Other fields become attributes.
 */
final class RegistrationItems implements ItemDecoder {

    private final String environment;

    /**
     * Makes a decoder for one request.
     *
     * @param environment environment that the request names; null when it leaves that to the body
     */
    RegistrationItems(String environment) {
        this.environment = environment;
    }

    @Override
    public void decode(JsonParser parser, Item item, Decoding decoding) throws IOException {
        int from = item.openingOf(parser);
        RecordDraft draft = item.draft;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("service_name")) {
                draft.source = Values.name(parser, ".service_name", SourceKey.MAX_PART_LENGTH, item);
            } else if (name.equals("source") || !decoding.envelope.take(parser, name, item)) {
                decoding.flattener.attribute(parser, name, "", item);
            }
        }
        draft.type = EventTypes.SERVICE_REGISTRATION;
        if (environment != null) {
            draft.environment = environment;
        }
        HostIdentity.label(draft, "service", draft.source);
        draft.labels.dropRepeatedNames();
        int to = item.position(parser);
        SourceKey key = decoding.envelope.complete(item, decoding.receivedAt, ".service_name");
        decoding.addEvent(item, key, from, to);
    }
}
