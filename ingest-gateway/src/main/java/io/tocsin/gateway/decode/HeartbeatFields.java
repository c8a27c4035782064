package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** A sign of life: optionally {@code interval_s}, the promised seconds to the next one. */
final class HeartbeatFields implements TypedFields {

    /** Longest promise: 30 days, in seconds. */
    private static final double LONGEST_INTERVAL = 30 * 86_400;

    @Override
    public boolean take(JsonParser parser, String name, String where, Item item) throws IOException {
        if (!name.equals("interval_s")) {
            return false;
        }
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return true;
        }
        String path = where + ".interval_s";
        double seconds = Values.number(parser, path, item);
        if (seconds <= 0 || seconds > LONGEST_INTERVAL) {
            item.errors.add(path, "must be more than 0 and at most " + (long) LONGEST_INTERVAL + " seconds");
        } else if (seconds > 0) {
            item.draft.intervalMs = Math.max(1, Math.round(seconds * 1000));
        }
        return true;
    }

    @Override
    public void complete(String where, Item item) {}
}
