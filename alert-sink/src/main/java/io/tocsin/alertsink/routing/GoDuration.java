package io.tocsin.alertsink.routing;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go's {@code time.ParseDuration} reads them: {@code 1.5s}, {@code 1m30s}, {@code 300us}. Stateless. */
public final class GoDuration {

    private static final Pattern PART =
            Pattern.compile("(\\d{1,18}(?:\\.\\d{0,18})?|\\.\\d{1,18})(ns|us|\u00b5s|\u03bcs|ms|s|m|h)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "\u00b5s", 1_000L,
            "\u03bcs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private GoDuration() {}

    /**
     * Reads a duration of at least zero.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher part = PART.matcher(text);
        BigDecimal nanos = BigDecimal.ZERO;
        int at = 0;
        while (part.find() && part.start() == at) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(NANOS.get(part.group(2)))));
            at = part.end();
        }
        if (text.isEmpty() || at != text.length()) {
            throw new IllegalArgumentException("time: invalid duration " + GoText.quote(text));
        }
        if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("time: invalid duration " + GoText.quote(text) + ", too long");
        }
        return Duration.ofNanos(nanos.longValue());
    }

    /** Returns a duration as Go prints it, to the millisecond: {@code 1m0s}, {@code 500ms}. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        if (millis < 1_000) {
            return millis + "ms";
        }
        StringBuilder out = new StringBuilder();
        if (millis >= 3_600_000) {
            out.append(millis / 3_600_000).append('h');
        }
        if (millis >= 60_000) {
            out.append(millis % 3_600_000 / 60_000).append('m');
        }
        return out.append(BigDecimal.valueOf(millis % 60_000, 3)
                        .stripTrailingZeros()
                        .toPlainString())
                .append('s')
                .toString();
    }
}
