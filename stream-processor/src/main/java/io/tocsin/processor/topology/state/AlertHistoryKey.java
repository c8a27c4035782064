package io.tocsin.processor.topology.state;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.kafka.common.utils.Bytes;

/**
 * Where a step in the life of an alert lies: in the order of time, latest first, and once more by its alert. Numbers are
 * stored as what is missing to the greatest one, so that the latest comes first. Immutable.
 *
 * @param at when the step was made: epoch milliseconds, not negative
 * @param fingerprint alert, 16 characters
 * @param episode number of the alert's occurrence
 * @param step number of the step within it
 */
public record AlertHistoryKey(long at, String fingerprint, long episode, long step) {

    /** What keys in the order of time begin with. */
    public static final String BY_TIME = "t";
    /** What keys by alert begin with; the rest of the order is the same. */
    public static final String BY_ALERT = "a";

    /** Behind all keys in the order of time. */
    static final Bytes BEHIND_TIMES = Bytes.wrap("u".getBytes(StandardCharsets.UTF_8));

    private static final int DIGITS = 16;
    private static final HexFormat HEX = HexFormat.of();

    public AlertHistoryKey {
        if (at < 0 || episode < 0 || step < 0 || fingerprint.length() != DIGITS) {
            throw new IllegalArgumentException("step " + step + " of " + fingerprint + " at " + at);
        }
    }

    /** Returns the text form, which sorts latest first: the cursor of a listing. */
    public String text() {
        return inverse(at) + fingerprint + inverse(episode) + inverse(step);
    }

    /** Returns the key in the store under which the step lies. */
    public Bytes byTime() {
        return bytes(BY_TIME + text());
    }

    /** Returns the key in the store that finds the step by its alert. */
    public Bytes byAlert() {
        return bytes(BY_ALERT + fingerprint + inverse(at) + inverse(episode) + inverse(step));
    }

    /** Returns the lexicographically least text of all steps that were not made after a time. */
    public static String firstNotNewerThan(long at) {
        return inverse(at);
    }

    /**
     * Reads a key of the store, of either kind.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static AlertHistoryKey parse(byte[] key) {
        String text = new String(key, StandardCharsets.UTF_8);
        if (text.length() != 4 * DIGITS + 1) {
            throw new IllegalArgumentException("not the key of an alert's step: '" + text + "'");
        }
        boolean byAlert = text.startsWith(BY_ALERT);
        int fingerprint = byAlert ? 1 : 1 + DIGITS;
        return new AlertHistoryKey(
                number(text, byAlert ? 1 + DIGITS : 1),
                text.substring(fingerprint, fingerprint + DIGITS),
                number(text, 1 + 2 * DIGITS),
                number(text, 1 + 3 * DIGITS));
    }

    private static long number(String text, int from) {
        return Long.MAX_VALUE - HexFormat.fromHexDigitsToLong(text, from, from + DIGITS);
    }

    private static String inverse(long number) {
        return HEX.toHexDigits(Long.MAX_VALUE - number);
    }

    private static Bytes bytes(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
