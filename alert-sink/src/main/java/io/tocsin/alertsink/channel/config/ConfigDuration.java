package io.tocsin.alertsink.channel.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Prometheus and Go write them: {@code 1h30m}, {@code 1.5s}, {@code 2w}. Stateless. */
public final class ConfigDuration {

    private static final int MAX_LENGTH = 64;
    private static final Pattern PART = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,18})?)(ms|us|\u00b5s|ns|[smhdwy])");
    private static final long SECOND = 1_000_000_000L;
    private static final Map<String, Long> NANOS = Map.of(
            "ns",
            1L,
            "us",
            1_000L,
            "\u00b5s",
            1_000L,
            "ms",
            1_000_000L,
            "s",
            SECOND,
            "m",
            60 * SECOND,
            "h",
            3_600 * SECOND,
            "d",
            86_400 * SECOND,
            "w",
            604_800 * SECOND,
            "y",
            31_536_000 * SECOND);

    private ConfigDuration() {}

    /** Reads a duration, not negative and at most 292 years; empty when the text is none. {@code 0} needs no unit. */
    public static Optional<Duration> parse(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        BigInteger nanos = BigInteger.ZERO;
        Matcher part = PART.matcher(text);
        int end = 0;
        while (end < text.length() && part.find(end) && part.start() == end) {
            nanos = nanos.add(new BigDecimal(part.group(1))
                    .multiply(BigDecimal.valueOf(NANOS.get(part.group(2))))
                    .toBigInteger());
            end = part.end();
        }
        return end == text.length() && nanos.bitLength() < Long.SIZE
                ? Optional.of(Duration.ofNanos(nanos.longValue()))
                : Optional.empty();
    }
}
