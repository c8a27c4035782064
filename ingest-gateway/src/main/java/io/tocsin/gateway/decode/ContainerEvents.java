package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.schemas.key.SourceKey;
import java.io.IOException;

/**
 * Events of containers in a host snapshot: {@code container}, {@code image} and {@code timestamp} have a place of their
 * own, everything else is data. Without a container the event is about the host.
 */
final class ContainerEvents implements HostPart {

    private final HostIdentity host;

    ContainerEvents(HostIdentity host) {
        this.host = host;
    }

    @Override
    public void decode(JsonParser parser, int index, Item item, Decoding decoding) throws IOException {
        String where = ".docker_events[" + index + "]";
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            Values.wrongKind(parser, where, "an object", item);
            return;
        }
        int from = item.openingOf(parser);
        RecordDraft draft = item.draft;
        String container = null;
        String image = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            boolean isNull = parser.nextToken() == JsonToken.VALUE_NULL;
            switch (name) {
                case "container" ->
                    container =
                            isNull ? null : Values.name(parser, where + ".container", SourceKey.MAX_PART_LENGTH, item);
                case "image" -> image = Values.optionalText(parser, where + ".image", DecodingLimits.NAME, item);
                case "timestamp" -> draft.observedAt = Values.time(parser, where + ".timestamp", item);
                default -> decoding.flattener.data(parser, name, where, item);
            }
        }
        int to = item.position(parser);
        draft.type = EventTypes.CONTAINER_EVENT;
        host.label(draft);
        HostIdentity.label(draft, "container", container);
        HostIdentity.label(draft, "image", image);
        host.completePart(draft, container, ".container." + index);
        SourceKey key = decoding.envelope.complete(item, decoding.receivedAt, where + ".container");
        decoding.addEvent(item, key, from, to);
    }
}
