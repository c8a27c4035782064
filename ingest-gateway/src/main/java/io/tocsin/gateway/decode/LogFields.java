package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.schemas.LogLevel;
import java.io.IOException;
import java.util.Locale;

/** A log line: {@code message}, and optionally {@code level}, {@code logger} and {@code trace_id}. */
final class LogFields implements TypedFields {

    private final DecodingLimits limits;

    LogFields(DecodingLimits limits) {
        this.limits = limits;
    }

    @Override
    public boolean take(JsonParser parser, String name, String where, Item item) throws IOException {
        RecordDraft draft = item.draft;
        String path = where + '.' + name;
        switch (name) {
            case "message" -> draft.message = withoutLineBreak(Values.text(parser, path, limits.text(), item));
            case "logger" -> draft.logger = Values.optionalText(parser, path, DecodingLimits.NAME, item);
            case "level" -> {
                return level(parser, item);
            }
            case "trace_id" -> {
                return traceId(parser, draft);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A level that is none of ours leaves the line UNKNOWN and stays an attribute. */
    private static boolean level(JsonParser parser, Item item) throws IOException {
        LogLevel known =
                switch (parser.currentToken()) {
                    case VALUE_NULL -> LogLevel.UNKNOWN;
                    case VALUE_STRING -> LogLevels.ofName(parser.getText());
                    case VALUE_NUMBER_INT -> LogLevels.ofNumber(parser.getText());
                    default -> null;
                };
        if (known == null) {
            return false;
        }
        item.draft.level = known;
        return true;
    }

    private static boolean traceId(JsonParser parser, RecordDraft draft) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING || !isHex(parser.getText())) {
            return false;
        }
        draft.traceId = parser.getText().toLowerCase(Locale.ROOT);
        return true;
    }

    private static boolean isHex(String text) {
        if (text.isEmpty() || text.length() > 32) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String withoutLineBreak(String text) {
        if (text == null) {
            return null;
        }
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }

    @Override
    public void complete(String where, Item item) {
        if (item.draft.message == null) {
            Envelope.missing(item, where + ".message", "the text of the line");
        }
    }
}
