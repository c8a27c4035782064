package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads single values of a known type, or says what is wrong with them. Stateless and thread-safe. */
final class Values {

    /** Stands for "no such number". */
    static final double NO_NUMBER = Double.NaN;

    private Values() {}

    /** Reads a name: a text that is not empty; returns null and notes an error otherwise. */
    static String name(JsonParser parser, String path, int longest, Item item) throws IOException {
        String text = text(parser, path, longest, item);
        if (text == null) {
            return null;
        }
        if (text.isEmpty()) {
            item.errors.add(path, "must not be empty");
            return null;
        }
        return text;
    }

    /** Reads a text; returns null and notes an error when it is none or too long. */
    static String text(JsonParser parser, String path, int longest, Item item) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            wrongKind(parser, path, "a string", item);
            return null;
        }
        int length = parser.getTextLength();
        if (length > longest) {
            item.errors.add(path, "has " + length + " characters, at most " + longest + " are taken");
            return null;
        }
        return parser.getText();
    }

    /** Reads a text or null; returns null for both null and an error. */
    static String optionalText(JsonParser parser, String path, int longest, Item item) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NULL ? null : text(parser, path, longest, item);
    }

    /** Reads a finite number; returns {@link #NO_NUMBER} and notes an error otherwise. */
    static double number(JsonParser parser, String path, Item item) throws IOException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            wrongKind(parser, path, "a number", item);
            return NO_NUMBER;
        }
        double number = parser.getDoubleValue();
        if (!Double.isFinite(number)) {
            item.errors.add(path, "is beyond the range of a 64-bit floating-point number");
            return NO_NUMBER;
        }
        return number;
    }

    /** Reads a time or null; returns {@link Timestamps#INVALID} for null, and notes an error for what is no time. */
    static long time(JsonParser parser, String path, Item item) throws IOException {
        long time;
        switch (parser.currentToken()) {
            case VALUE_NULL -> {
                return Timestamps.INVALID;
            }
            case VALUE_STRING -> time = Timestamps.parse(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> time = Timestamps.ofNumber(parser.getDoubleValue());
            default -> {
                wrongKind(parser, path, "a time", item);
                return Timestamps.INVALID;
            }
        }
        if (time == Timestamps.INVALID) {
            item.errors.add(
                    path,
                    "must be a time between 1970 and 9999: RFC 3339 with an offset, such as 2026-01-31T12:00:00Z,"
                            + " or seconds or milliseconds since 1970");
        }
        return time;
    }

    /** Notes that a value is of another kind than expected, and passes over it. */
    static void wrongKind(JsonParser parser, String path, String expected, Item item) throws IOException {
        item.errors.add(path, "must be " + expected + ", is " + Json.kind(parser.currentToken()));
        parser.skipChildren();
    }

    /** Reads any value as text: a string as it is, anything else as its JSON. */
    static String asText(JsonParser parser, Item item) throws IOException {
        JsonToken token = parser.currentToken();
        if (!token.isStructStart()) {
            return parser.getText();
        }
        int from = item.openingOf(parser);
        parser.skipChildren();
        return item.text(from, item.position(parser));
    }
}
