package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.schemas.key.SourceKey;
import java.io.IOException;

/** Log lines in a host snapshot: as any log line, of the {@code container} they name or else of the host. */
final class ContainerLogs implements HostPart {

    private final HostIdentity host;

    ContainerLogs(HostIdentity host) {
        this.host = host;
    }

    @Override
    public void decode(JsonParser parser, int index, Item item, Decoding decoding) throws IOException {
        String where = ".logs[" + index + "]";
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            Values.wrongKind(parser, where, "an object", item);
            return;
        }
        RecordDraft draft = item.draft;
        TypedFields log = TypedFields.of(EventTypes.LOG, decoding.limits);
        String container = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            boolean isNull = parser.nextToken() == JsonToken.VALUE_NULL;
            switch (name) {
                case "container" ->
                    container =
                            isNull ? null : Values.name(parser, where + ".container", SourceKey.MAX_PART_LENGTH, item);
                case "timestamp" -> draft.observedAt = Values.time(parser, where + ".timestamp", item);
                default -> {
                    if (!log.take(parser, name, where, item)) {
                        decoding.flattener.attribute(parser, name, where, item);
                    }
                }
            }
        }
        log.complete(where, item);
        host.label(draft);
        HostIdentity.label(draft, "container", container);
        host.completePart(draft, container, ".log." + index);
        item.refuseRepeatedAttributes();
        SourceKey key = decoding.envelope.complete(item, decoding.receivedAt, where + ".container");
        decoding.addLog(item, key);
    }
}
