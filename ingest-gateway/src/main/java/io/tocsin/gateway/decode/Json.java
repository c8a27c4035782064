package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/** Strict JSON: RFC 8259, no repeated names, at most {@value #DEPTH} levels. Stateless and thread-safe. */
final class Json {

    /** Deepest nesting. */
    static final int DEPTH = 32;

    private static final int LONGEST_NUMBER = 400;
    private static final int LONGEST_REASON = 200;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            // Names come from outside: interning them for good would be a leak.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxNameLength(10_000)
                    .build())
            .build();

    private Json() {}

    /**
     * Returns a parser over a part of an array that holds valid UTF-8 without zero bytes ({@link Utf8}); with a zero byte
     * it would guess another encoding.
     */
    static JsonParser parser(byte[] body, int from, int to) throws IOException {
        return FACTORY.createParser(body, from, to - from);
    }

    /** Returns what is wrong with a document, for a person: place first, counted from 1. */
    static String reason(IOException e, int firstLine) {
        if (!(e instanceof JsonProcessingException wrong)) {
            return "cannot be read: " + e.getMessage();
        }
        String message = wrong.getOriginalMessage();
        int end = message.indexOf("\n");
        String reason = end < 0 ? message : message.substring(0, end);
        if (reason.length() > LONGEST_REASON) {
            reason = reason.substring(0, LONGEST_REASON) + "...";
        }
        if (wrong.getLocation() == null) {
            return reason;
        }
        return "line " + (firstLine - 1 + wrong.getLocation().getLineNr()) + ", column "
                + wrong.getLocation().getColumnNr() + ": " + reason;
    }

    /** Returns what a value is, for a person. */
    static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "nothing";
        };
    }
}
