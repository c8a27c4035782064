package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.schemas.key.SourceKey;
import java.io.IOException;

/**
 * Events of one known type whose data stand beside {@code source} and not in an object of their own: heartbeats, ends of
 * operations, samples of metrics. Other fields are kept as any data: numbers as metrics, the rest as attributes.
 */
final class FlatEventItems implements ItemDecoder {

    private final String type;

    FlatEventItems(String type) {
        this.type = type;
    }

    @Override
    public void decode(JsonParser parser, Item item, Decoding decoding) throws IOException {
        int from = item.openingOf(parser);
        item.draft.type = type;
        TypedFields typed = TypedFields.of(type, decoding.limits);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (!decoding.envelope.take(parser, name, item) && !typed.take(parser, name, "", item)) {
                decoding.flattener.data(parser, name, "", item);
            }
        }
        int to = item.position(parser);
        typed.complete("", item);
        SourceKey key = decoding.envelope.complete(item, decoding.receivedAt, ".source");
        decoding.addEvent(item, key, from, to);
    }
}
