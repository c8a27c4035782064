package io.tocsin.query.http;

/** Reads what a forecast is asked for. Stateless. */
final class Horizon {

    private static final long HOUR_MS = 3_600_000;
    private static final long SHORTEST_MS = 60_000;
    private static final long LONGEST_MS = 7 * 24 * HOUR_MS;

    private Horizon() {}

    /** Returns how far ahead in milliseconds: {@code 90m}, {@code 6h}, {@code 2d}; an hour when nothing is given. */
    static long millis(String text) {
        if (text == null) {
            return HOUR_MS;
        }
        long millis = Span.millis(text)
                .orElseThrow(() -> Parameters.invalid("horizon", "'" + text + "' is no span such as 90m, 6h or 2d"));
        if (millis < SHORTEST_MS || millis > LONGEST_MS) {
            throw Parameters.invalid("horizon", text + " is not within 1m and 7d");
        }
        return millis;
    }

    /** Returns a finite number, or null when nothing is given. */
    static Double limit(String text) {
        if (text == null) {
            return null;
        }
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw Parameters.invalid("limit", "'" + text + "' is no number");
        }
        throw Parameters.invalid("limit", "'" + text + "' is not finite");
    }
}
