package io.tocsin.alertsink.template;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * Go's time.Duration. Immutable.
 *
 * @param nanos nanoseconds
 */
record GoDuration(@JsonValue long nanos) implements TemplateObject {

    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final double SECONDS_A_MINUTE = 60;
    private static final double SECONDS_AN_HOUR = 3_600;

    /** Returns the duration in seconds. */
    double seconds() {
        return (double) nanos / SECOND;
    }

    @Override
    public String goType() {
        return "time.Duration";
    }

    @Override
    public Optional<Member> member(String name, List<Object> arguments) {
        return switch (name) {
            case "Hours" -> Member.of(seconds() / SECONDS_AN_HOUR);
            case "Minutes" -> Member.of(seconds() / SECONDS_A_MINUTE);
            case "Seconds" -> Member.of(seconds());
            case "Milliseconds" -> Member.of(nanos / MILLI);
            case "Microseconds" -> Member.of(nanos / MICRO);
            case "Nanoseconds" -> Member.of(nanos);
            case "String" -> Member.of(toString());
            case "Abs" -> Member.of(new GoDuration(Math.abs(nanos)));
            case "Truncate" -> {
                long unit = unit(name, arguments);
                yield Member.of(new GoDuration(unit <= 0 ? nanos : nanos - nanos % unit));
            }
            case "Round" -> {
                long unit = unit(name, arguments);
                yield Member.of(unit <= 0 ? this : rounded(unit));
            }
            default -> Optional.empty();
        };
    }

    private GoDuration rounded(long unit) {
        long rest = Math.abs(nanos % unit);
        long down = Math.abs(nanos) - rest;
        long size = rest >= unit - rest ? down + unit : down;
        return new GoDuration(nanos < 0 ? -size : size);
    }

    private static long unit(String name, List<Object> arguments) {
        Object unit = TemplateObject.one(name, arguments, Object.class);
        if (unit instanceof GoDuration duration) {
            return duration.nanos();
        }
        if (unit instanceof Long number) {
            return number;
        }
        throw new TemplateException("wrong type for value of " + name + ": got " + Values.typeName(unit));
    }

    /** As Go prints it: {@code 1h2m3.5s}, {@code 1.5ms}, {@code 0s}. */
    @Override
    public String toString() {
        if (nanos == 0) {
            return "0s";
        }
        java.math.BigDecimal size = java.math.BigDecimal.valueOf(nanos).abs();
        String sign = nanos < 0 ? "-" : "";
        if (size.compareTo(java.math.BigDecimal.valueOf(SECOND)) < 0) {
            long small = size.longValue();
            return sign
                    + (small < MICRO
                            ? small + "ns"
                            : small < MILLI ? decimal(small, MICRO) + "\u00b5s" : decimal(small, MILLI) + "ms");
        }
        java.math.BigInteger seconds = size.toBigInteger().divide(java.math.BigInteger.valueOf(SECOND));
        long whole = seconds.longValue();
        long fraction =
                size.toBigInteger().mod(java.math.BigInteger.valueOf(SECOND)).longValue();
        long hours = whole / 3_600;
        long minutes = whole / 60 % 60;
        String rest = decimal(whole % 60 * SECOND + fraction, SECOND) + "s";
        return sign + (hours > 0 ? hours + "h" : "") + (hours > 0 || minutes > 0 ? minutes + "m" : "") + rest;
    }

    private static String decimal(long value, long unit) {
        return new java.math.BigDecimal(value)
                .divide(new java.math.BigDecimal(unit))
                .stripTrailingZeros()
                .toPlainString();
    }
}
