package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.schemas.key.SourceKey;
import java.io.IOException;

/**
 * The end of an operation: {@code operation}, {@code success}, and optionally {@code duration_ms}, {@code error} and
 * {@code target}. Success stays an attribute and the duration a metric as well, so that what holds for any event (a
 * success without a result, a slow answer) holds for this one.
 */
final class OperationFields implements TypedFields {

    private final DecodingLimits limits;
    private boolean successSeen;

    OperationFields(DecodingLimits limits) {
        this.limits = limits;
    }

    @Override
    public boolean take(JsonParser parser, String name, String where, Item item) throws IOException {
        RecordDraft draft = item.draft;
        String path = where + '.' + name;
        switch (name) {
            case "operation" -> draft.operation = Values.name(parser, path, DecodingLimits.NAME, item);
            case "success" -> {
                JsonToken token = parser.currentToken();
                successSeen = true;
                if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
                    Values.wrongKind(parser, path, "a boolean", item);
                } else {
                    draft.success = token == JsonToken.VALUE_TRUE;
                    draft.attributes.name(name).value(draft.success);
                }
            }
            case "duration_ms" -> duration(parser, name, path, item);
            case "error" -> draft.error = error(parser, path, item);
            case "target" ->
                draft.target = parser.currentToken() == JsonToken.VALUE_NULL
                        ? null
                        : Values.name(parser, path, SourceKey.MAX_PART_LENGTH, item);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void duration(JsonParser parser, String name, String path, Item item) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        double duration = Values.number(parser, path, item);
        if (duration < 0) {
            item.errors.add(path, "must not be negative, is " + duration);
        } else if (duration >= 0) {
            item.draft.durationMs = duration;
            item.draft.metrics.name(name).value(duration);
        }
    }

    private String error(JsonParser parser, String path, Item item) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        String text = Values.asText(parser, item);
        if (text.length() > limits.text()) {
            item.errors.add(path, "has " + text.length() + " characters, at most " + limits.text() + " are taken");
        }
        return text;
    }

    @Override
    public void complete(String where, Item item) {
        if (item.draft.operation == null) {
            Envelope.missing(item, where + ".operation", "the name of the operation");
        }
        if (!successSeen) {
            Envelope.missing(item, where + ".success", "true or false");
        }
    }
}
