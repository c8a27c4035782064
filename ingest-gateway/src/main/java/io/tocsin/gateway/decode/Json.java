package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.tocsin.service.http.StrictJson;
import java.io.IOException;

/** Parsers under the rules of {@link StrictJson}, and their complaints in words. Stateless and thread-safe. */
final class Json {

    /** Bytes from which the parser guesses the encoding. */
    private static final int GUESSED_FROM = 4;

    private static final int LONGEST_REASON = 200;

    private static final String LIMITS = "a limit is exceeded: at most " + StrictJson.MAX_DEPTH + " levels, "
            + StrictJson.MAX_STRING + " bytes a text, " + StrictJson.MAX_NAME + " a name, " + StrictJson.MAX_NUMBER
            + " digits a number";

    private Json() {}

    /**
     * Returns a parser over a part of an array that holds valid UTF-8 ({@link io.tocsin.service.http.Utf8}).
     *
     * @throws IOException when the text starts with a zero byte in it, which the parser would take for UTF-16
     */
    static JsonParser parser(byte[] body, int from, int to) throws IOException {
        for (int i = from; i < Math.min(to, from + GUESSED_FROM); i++) {
            if (body[i] == 0) {
                throw new JsonParseException(null, "a zero byte, which no JSON in UTF-8 has");
            }
        }
        return StrictJson.factory().createParser(body, from, to - from);
    }

    /** Returns what is wrong with a document, for a person: place first, counted from 1. */
    static String reason(IOException e, long firstLine) {
        if (!(e instanceof JsonProcessingException wrong)) {
            return "cannot be read: " + e.getMessage();
        }
        JsonLocation location = wrong.getLocation();
        String place = location == null
                ? ""
                : "line " + (firstLine - 1 + location.getLineNr()) + ", column " + location.getColumnNr() + ": ";
        return place + (e instanceof StreamConstraintsException ? LIMITS : withoutHints(wrong.getOriginalMessage()));
    }

    /** Cuts off what the parser adds for Java programmers, and what is too long. */
    private static String withoutHints(String message) {
        int end = message.length();
        for (String hint : new String[] {"\n", " (for ", " (start marker", " (code "}) {
            int at = message.indexOf(hint);
            if (at > 0 && at < end) {
                end = at;
            }
        }
        return message.substring(0, Math.min(end, LONGEST_REASON));
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
