package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.schemas.key.SourceKey;
import java.io.IOException;

/**
 * What a host agent sees of its host: {@code host}, and optionally {@code id}, {@code server_id}, {@code env},
 * {@code owner_team}, {@code timestamp}, {@code metrics}, {@code docker_events}, {@code logs}, {@code local_alerts} and
 * {@code score}. It becomes one event of the host, one per container event and one log line per line, all or none. Other
 * fields become attributes under their dotted names, and then the event keeps the original document as well.
 */
final class HostSnapshotItems implements ItemDecoder {

    private static final int ABSENT = -1;

    @Override
    public void decode(JsonParser parser, Item item, Decoding decoding) throws IOException {
        int from = item.openingOf(parser);
        Reading reading = new Reading(item, decoding);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            reading.field(parser, name);
        }
        reading.complete(from, item.position(parser));
    }

    /** The fields of one snapshot. */
    private static final class Reading {
        private final Item item;
        private final Decoding decoding;
        private final HostIdentity host = new HostIdentity();
        private int containersFrom = ABSENT;
        private int containersTo;
        private int logsFrom = ABSENT;
        private int logsTo;

        Reading(Item item, Decoding decoding) {
            this.item = item;
            this.decoding = decoding;
        }

        void field(JsonParser parser, String name) throws IOException {
            RecordDraft draft = item.draft;
            switch (name) {
                case "id" -> draft.id = decoding.envelope.optionalId(parser, item);
                case "host" -> host.name = Values.name(parser, ".host", SourceKey.MAX_PART_LENGTH, item);
                case "server_id" -> host.serverId = optionalName(parser, ".server_id");
                case "owner_team" -> host.team = optionalName(parser, ".owner_team");
                case "env" -> host.environment = decoding.envelope.environment(parser, ".env", item);
                case "timestamp" -> draft.observedAt = Values.time(parser, ".timestamp", item);
                case "metrics" -> metrics(parser);
                case "score" -> score(parser);
                case "local_alerts" -> list(parser, name);
                case "docker_events" -> {
                    if (isList(parser, name)) {
                        containersFrom = item.openingOf(parser);
                        parser.skipChildren();
                        containersTo = item.position(parser);
                    }
                }
                case "logs" -> {
                    if (isList(parser, name)) {
                        logsFrom = item.openingOf(parser);
                        parser.skipChildren();
                        logsTo = item.position(parser);
                    }
                }
                default -> {
                    draft.keepRaw = true;
                    draft.namesMayRepeat = true;
                    decoding.flattener.attribute(parser, name, "", item);
                }
            }
        }

        private String optionalName(JsonParser parser, String path) throws IOException {
            return parser.currentToken() == JsonToken.VALUE_NULL
                    ? null
                    : Values.text(parser, path, SourceKey.MAX_PART_LENGTH, item);
        }

        private void metrics(JsonParser parser) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                Values.wrongKind(parser, ".metrics", "an object", item);
                return;
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                decoding.flattener.data(parser, name, ".metrics", item);
            }
        }

        private void score(JsonParser parser) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            double score = Values.number(parser, ".score", item);
            if (!Double.isNaN(score)) {
                // Beside a metric of the same name among the metrics, the first of the document stays.
                item.draft.namesMayRepeat = true;
                item.draft.metrics.name("score").value(score);
            }
        }

        private void list(JsonParser parser, String name) throws IOException {
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                decoding.flattener.attribute(parser, name, "", item);
            } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
                Values.wrongKind(parser, '.' + name, "an array", item);
            }
        }

        private boolean isList(JsonParser parser, String name) throws IOException {
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                return true;
            }
            if (parser.currentToken() != JsonToken.VALUE_NULL) {
                Values.wrongKind(parser, '.' + name, "an array", item);
            }
            return false;
        }

        void complete(int from, int to) throws IOException {
            RecordDraft draft = item.draft;
            draft.type = EventTypes.HOST_SNAPSHOT;
            draft.source = host.name;
            draft.environment = host.environment;
            host.label(draft);
            SourceKey key = decoding.envelope.complete(item, decoding.receivedAt, ".host");
            decoding.addEvent(item, key, from, to);
            host.id = draft.id;
            host.observedAt = draft.observedAt;
            if (host.name == null) {
                return;
            }
            each(containersFrom, containersTo, new ContainerEvents(host));
            each(logsFrom, logsTo, new ContainerLogs(host));
        }

        private void each(int from, int to, HostPart part) throws IOException {
            if (from == ABSENT) {
                return;
            }
            try (JsonParser parser = Json.parser(item.body(), from, to)) {
                item.rereadFrom(from);
                parser.nextToken();
                for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
                    decoding.nextRecord();
                    part.decode(parser, index, item, decoding);
                }
            }
        }
    }
}
