package io.tocsin.service.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;

/** Turns a failure of the JSON parser into words for the caller, without the parser's own names. */
final class JsonComplaint {

    private static final int LONGEST = 160;

    private JsonComplaint() {}

    static Problem of(IOException failure) {
        return Problem.badRequest(describe(failure)).withCode("invalid-json");
    }

    private static String describe(IOException failure) {
        if (!(failure instanceof JsonProcessingException)) {
            return "The body is not valid JSON.";
        }
        JsonProcessingException parsing = (JsonProcessingException) failure;
        if (parsing.getOriginalMessage() != null && parsing.getOriginalMessage().startsWith("Trailing token")) {
            return "The body goes on after the end of the JSON value" + at(parsing.getLocation()) + ".";
        }
        if (parsing instanceof StreamConstraintsException) {
            return "The JSON exceeds a limit: at most " + StrictJson.MAX_DEPTH + " levels, " + StrictJson.MAX_STRING
                    + " bytes a text, " + StrictJson.MAX_NAME + " a name, " + StrictJson.MAX_NUMBER + " digits a number"
                    + at(parsing.getLocation()) + ".";
        }
        return "The body is not valid JSON" + at(parsing.getLocation()) + ": " + reason(parsing.getOriginalMessage());
    }

    private static String at(JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** The parser's sentence up to its hints for Java programmers. */
    private static String reason(String message) {
        if (message == null) {
            return "syntax error.";
        }
        String first = message.lines().findFirst().orElse("");
        for (String hint :
                new String[] {" (for ", " (start marker", " [Source", " (class ", "StreamReadFeature", "JsonReadFeature"
                }) {
            int cut = first.indexOf(hint);
            if (cut > 0) {
                first = first.substring(0, cut);
            }
        }
        return first.length() > LONGEST ? first.substring(0, LONGEST) + "..." : first;
    }
}
