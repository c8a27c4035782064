package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.schemas.key.SourceKey;
import java.io.IOException;

/**
 * Events in their general form: {@code source}, {@code event_type}, {@code data}, and optionally {@code id},
 * {@code timestamp}, {@code environment}, {@code labels} and {@code metadata}. Other fields become attributes. An event of
 * type {@code log} becomes a log line, whose metadata are attributes below {@code metadata}.
 */
final class EventItems implements ItemDecoder {

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

    /** The fields of one event. */
    private static final class Reading {
        private final Item item;
        private final RecordDraft draft;
        private final Decoding decoding;
        private TypedFields typed;
        private boolean dataSeen;
        private int dataFrom = ABSENT;
        private int dataTo = ABSENT;
        private int metadataFrom = ABSENT;
        private int metadataTo = ABSENT;

        Reading(Item item, Decoding decoding) {
            this.item = item;
            this.draft = item.draft;
            this.decoding = decoding;
        }

        void field(JsonParser parser, String name) throws IOException {
            switch (name) {
                case "event_type" -> {
                    draft.type = Values.name(parser, ".event_type", DecodingLimits.NAME, item);
                    typed = draft.type == null ? TypedFields.NONE : TypedFields.of(draft.type, decoding.limits);
                }
                case "data" -> data(parser);
                case "metadata" -> metadata(parser, name);
                default -> {
                    if (!decoding.envelope.take(parser, name, item)) {
                        draft.namesMayRepeat = true;
                        decoding.flattener.attribute(parser, name, "", item);
                    }
                }
            }
        }

        private void data(JsonParser parser) throws IOException {
            dataSeen = true;
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                Values.wrongKind(parser, ".data", "an object", item);
            } else if (typed == null) {
                // What data means depends on the type, which has not come yet: read it again at the end.
                dataFrom = item.openingOf(parser);
                parser.skipChildren();
                dataTo = item.position(parser);
            } else {
                dataFields(parser);
            }
        }

        private void dataFields(JsonParser parser) throws IOException {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (!typed.take(parser, name, ".data", item)) {
                    dataField(parser, name);
                }
            }
        }

        private void dataField(JsonParser parser, String name) throws IOException {
            if (isLog()) {
                decoding.flattener.attribute(parser, name, ".data", item);
            } else {
                decoding.flattener.data(parser, name, ".data", item);
            }
        }

        private void metadata(JsonParser parser, String name) throws IOException {
            boolean isObject = parser.currentToken() == JsonToken.START_OBJECT;
            int opening = isObject ? item.openingOf(parser) : ABSENT;
            decoding.envelope.take(parser, name, item);
            if (isObject) {
                metadataFrom = opening;
                metadataTo = item.position(parser);
            }
        }

        private boolean isLog() {
            return EventTypes.LOG.equals(draft.type);
        }

        void complete(int from, int to) throws IOException {
            if (draft.type == null) {
                Envelope.missing(item, ".event_type", "the type of the event");
            }
            if (!dataSeen) {
                Envelope.missing(item, ".data", "an object, which may be empty");
            }
            if (typed == null) {
                typed = TypedFields.NONE;
            }
            if (dataFrom != ABSENT) {
                try (JsonParser again = Json.parser(item.body(), dataFrom, dataTo)) {
                    item.rereadFrom(dataFrom);
                    again.nextToken();
                    dataFields(again);
                }
            }
            if (dataSeen) {
                typed.complete(".data", item);
            }
            SourceKey key = decoding.envelope.complete(item, decoding.receivedAt, ".source");
            if (isLog()) {
                metadataOfLog();
                item.refuseRepeatedAttributes();
                decoding.addLog(item, key);
            } else {
                decoding.addEvent(item, key, from, to);
            }
        }

        /** A log record has no metadata of its own: they become attributes. */
        private void metadataOfLog() throws IOException {
            if (metadataTo == ABSENT) {
                return;
            }
            draft.namesMayRepeat = true;
            try (JsonParser again = Json.parser(item.body(), metadataFrom, metadataTo)) {
                item.rereadFrom(metadataFrom);
                again.nextToken();
                decoding.flattener.attribute(again, "metadata", "", item);
            }
        }
    }
}
