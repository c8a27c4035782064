package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.gateway.avro.MapSection;
import io.tocsin.schemas.key.SourceKey;
import java.io.IOException;

/** The fields that every protocol of ours shares: who, when, and under which labels. Thread-safe. */
final class Envelope {

    /** Environment of a source that names none. */
    static final String DEFAULT_ENVIRONMENT = "default";

    private final DecodingLimits limits;
    private final EventIds ids;
    private final String tenant;

    Envelope(DecodingLimits limits, EventIds ids, String tenant) {
        this.limits = limits;
        this.ids = ids;
        this.tenant = tenant;
    }

    /** Reads the value of a field if the field belongs here; otherwise leaves the parser where it is. */
    boolean take(JsonParser parser, String name, Item item) throws IOException {
        RecordDraft draft = item.draft;
        switch (name) {
            case "id" -> draft.id = optionalId(parser, item);
            case "source" -> draft.source = Values.name(parser, ".source", SourceKey.MAX_PART_LENGTH, item);
            case "environment" -> draft.environment = environment(parser, ".environment", item);
            case "timestamp" -> draft.observedAt = Values.time(parser, ".timestamp", item);
            case "labels" -> texts(parser, ".labels", draft.labels, true, item);
            case "metadata" -> texts(parser, ".metadata", draft.metadata, false, item);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Reads an id or null. */
    String optionalId(JsonParser parser, Item item) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NULL
                ? null
                : Values.name(parser, ".id", DecodingLimits.ID, item);
    }

    /** Reads the name of an environment or null. */
    String environment(JsonParser parser, String path, Item item) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NULL
                ? null
                : Values.name(parser, path, SourceKey.MAX_PART_LENGTH, item);
    }

    /**
     * Fills in what was not sent and checks what needs several fields.
     *
     * @param sourcePath path of the field that the name of the source came from
     * @return the key of the source, or null when something is wrong
     */
    SourceKey complete(Item item, long receivedAt, String sourcePath) {
        RecordDraft draft = item.draft;
        if (draft.observedAt == Timestamps.INVALID) {
            draft.observedAt = receivedAt;
        }
        if (draft.environment == null) {
            draft.environment = DEFAULT_ENVIRONMENT;
        }
        if (draft.id == null) {
            draft.id = ids.next(receivedAt);
        }
        if (item.id == null) {
            item.id = draft.id;
        }
        if (draft.source == null) {
            missing(item, sourcePath, "the name of the source");
            return null;
        }
        return key(draft, item.errors, sourcePath);
    }

    /** Notes that a field is missing, unless it is there and was found wrong. */
    static void missing(Item item, String path, String what) {
        if (!item.errors.has(path)) {
            item.errors.add(path, "is missing: " + what);
        }
    }

    private SourceKey key(RecordDraft draft, FieldErrors errors, String sourcePath) {
        try {
            SourceKey key = new SourceKey(tenant, draft.environment, draft.source);
            return errors.isEmpty() ? key : null;
        } catch (IllegalArgumentException e) {
            // SourceKey names the part that it refused: "environment must not be ..." or "name must not be ...".
            boolean isEnvironment = e.getMessage().startsWith("environment");
            String reason = e.getMessage().substring(e.getMessage().indexOf(' ') + 1);
            errors.add(isEnvironment ? ".environment" : sourcePath, reason);
            return null;
        }
    }

    /**
     * Reads an object of texts or null.
     *
     * @param scalarsOnly whether an object or array as value is wrong; otherwise it is kept as JSON text, null too
     */
    private void texts(JsonParser parser, String path, MapSection into, boolean scalarsOnly, Item item)
            throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            Values.wrongKind(parser, path, "an object", item);
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (scalarsOnly && (token.isStructStart() || token == JsonToken.VALUE_NULL)) {
                Values.wrongKind(parser, path + '.' + name, "a string, number or boolean", item);
                continue;
            }
            String text = Values.asText(parser, item);
            if (name.length() > DecodingLimits.NAME) {
                item.errors.add(path + '.' + name, "has a name of more than " + DecodingLimits.NAME + " characters");
            } else if (text.length() > limits.text()) {
                item.errors.add(path + '.' + name, "has more than " + limits.text() + " characters");
            } else if (into.count() >= limits.attributes()) {
                item.errors.addOnce(path, "has more than " + limits.attributes() + " entries");
            } else {
                into.name(name).value(text);
            }
        }
    }
}
