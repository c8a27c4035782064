package io.tocsin.service.settings;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes.
 *
 * @param bytes how many, not negative
 */
public record DataSize(long bytes) implements Comparable<DataSize> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*(|b|k|kb|kib|m|mb|mib|g|gb|gib)");
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB"};

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("A size is not negative: " + bytes);
        }
    }

    /** So many times 1,024 bytes. */
    public static DataSize kibibytes(long count) {
        return new DataSize(Math.multiplyExact(count, 1L << 10));
    }

    /** So many times 1,024 x 1,024 bytes. */
    public static DataSize mebibytes(long count) {
        return new DataSize(Math.multiplyExact(count, 1L << 20));
    }

    /** So many times 1,024 x 1,024 x 1,024 bytes. */
    public static DataSize gibibytes(long count) {
        return new DataSize(Math.multiplyExact(count, 1L << 30));
    }

    /**
     * Parses {@code 512}, {@code 512B}, {@code 64KiB}, {@code 10MiB}, {@code 2GiB}. Case does not matter; {@code KB} and
     * {@code k} mean KiB, likewise for the greater units.
     *
     * @throws IllegalArgumentException if the text has another form or does not fit
     */
    public static DataSize parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a size");
        }
        String unit = matcher.group(2);
        int shift = unit.startsWith("g") ? 30 : unit.startsWith("m") ? 20 : unit.startsWith("k") ? 10 : 0;
        try {
            return new DataSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift));
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException("too large", tooLarge);
        }
    }

    /** The number of bytes as an int, for array lengths. */
    public int bytesAsInt() {
        return Math.toIntExact(bytes);
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The shortest exact form; {@link #parse} reads it back. */
    @Override
    public String toString() {
        long value = bytes;
        int unit = 0;
        while (value != 0 && value % 1024 == 0 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return value + UNITS[unit];
    }
}
