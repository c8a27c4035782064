package io.tocsin.processor.topology.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.kafka.common.utils.Bytes;

/**
 * Where an entry of the evaluation log lies. The log is in order of time (newest first, which is why time and number
 * are stored as what is missing to the greatest one), and an index leads from a source to its entries, newest first.
 * Immutable.
 *
 * @param source text of the SourceKey
 * @param at stream time of the evaluation, epoch milliseconds, not negative
 * @param number number of the evaluation among those of its source, from 1
 */
public record EvaluationKey(String source, long at, long number) {

    /** Separates a source from the number in the index; 0xFF occurs in no UTF-8 text. */
    static final byte SEPARATOR = (byte) 0xFF;

    private static final int DIGITS = 16;
    private static final HexFormat HEX = HexFormat.of();

    /** Returns the text form, which sorts newest first: the cursor of a listing and, in UTF-8, the key in the log. */
    public String text() {
        return HEX.toHexDigits(Long.MAX_VALUE - at) + HEX.toHexDigits(Long.MAX_VALUE - number) + source;
    }

    /** Returns the key in the log that is in order of time. */
    public Bytes byTime() {
        return Bytes.wrap(text().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the key in the index by source. */
    public Bytes bySource() {
        return bySource(source.getBytes(StandardCharsets.UTF_8), number);
    }

    /** Returns the key in the index of a source's entry. */
    public static Bytes bySource(byte[] source, long number) {
        return Bytes.wrap(ByteBuffer.allocate(source.length + 1 + Long.BYTES)
                .put(source)
                .put(SEPARATOR)
                .putLong(Long.MAX_VALUE - number)
                .array());
    }

    /** Returns what the index keys of all entries of a source begin with. */
    public static byte[] sourcePrefix(byte[] source) {
        return ByteBuffer.allocate(source.length + 1).put(source).put(SEPARATOR).array();
    }

    /** Returns the number in an index key. */
    public static long numberOf(byte[] bySource) {
        return Long.MAX_VALUE - ByteBuffer.wrap(bySource).getLong(bySource.length - Long.BYTES);
    }

    /** Returns the source in an index key. */
    public static String sourceOf(byte[] bySource) {
        return new String(bySource, 0, bySource.length - 1 - Long.BYTES, StandardCharsets.UTF_8);
    }

    /** Returns the lexicographically least text of all entries that are not newer than a time. */
    public static String firstNotNewerThan(long at) {
        return HEX.toHexDigits(Long.MAX_VALUE - at);
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is no such key
     */
    public static EvaluationKey parse(String text) {
        if (text.length() <= 2 * DIGITS) {
            throw new IllegalArgumentException("not the key of an evaluation: '" + text + "'");
        }
        return new EvaluationKey(
                text.substring(2 * DIGITS),
                Long.MAX_VALUE - HexFormat.fromHexDigitsToLong(text, 0, DIGITS),
                Long.MAX_VALUE - HexFormat.fromHexDigitsToLong(text, DIGITS, 2 * DIGITS));
    }
}
