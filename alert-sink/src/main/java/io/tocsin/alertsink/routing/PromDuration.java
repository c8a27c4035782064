package io.tocsin.alertsink.routing;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Prometheus and Alertmanager write them: {@code 1h30m}, {@code 5m}, {@code 500ms}. Stateless. */
public final class PromDuration {

    /** Bounded in every part, so that it cannot backtrack. */
    private static final Pattern FORM = Pattern.compile("(?:(\\d{1,19})y)?(?:(\\d{1,19})w)?(?:(\\d{1,19})d)?"
            + "(?:(\\d{1,19})h)?(?:(\\d{1,19})m)?(?:(\\d{1,19})s)?(?:(\\d{1,19})ms)?");

    private static final long[] MILLIS = {365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1};
    private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
    /** Go holds durations as nanoseconds in 63 bits. */
    private static final long MAX_MILLIS = Long.MAX_VALUE / 1_000_000;

    private PromDuration() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException when it is none; the message says so
     */
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty duration string");
        }
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a valid duration string: " + GoText.quote(text));
        }
        try {
            long millis = 0;
            for (int i = 0; i < MILLIS.length; i++) {
                if (parts.group(i + 1) != null) {
                    millis = Math.addExact(millis, Math.multiplyExact(Long.parseLong(parts.group(i + 1)), MILLIS[i]));
                }
            }
            if (millis > MAX_MILLIS) {
                throw new ArithmeticException();
            }
            return Duration.ofMillis(millis);
        } catch (ArithmeticException | NumberFormatException tooLong) {
            throw new IllegalArgumentException("duration out of range: " + GoText.quote(text), tooLong);
        }
    }

    /** Returns a duration as it is written; fractions of a millisecond are left out. */
    public static String format(Duration duration) {
        long rest = duration.toMillis();
        if (rest == 0) {
            return "0s";
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < MILLIS.length; i++) {
            // Years and weeks only when nothing remains: 90d is easier to read than 12w6d.
            boolean exactOnly = i < 2;
            if (exactOnly && rest % MILLIS[i] != 0) {
                continue;
            }
            if (rest / MILLIS[i] > 0) {
                out.append(rest / MILLIS[i]).append(UNITS[i]);
                rest %= MILLIS[i];
            }
        }
        return out.toString();
    }
}
