package io.tocsin.processor.topology.state;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.kafka.common.utils.Bytes;

/**
 * Where a finding lies: in order of the time at which it began, newest first, which is why the time is stored as what is
 * missing to the greatest one. Immutable.
 *
 * @param since when it began: epoch milliseconds, not negative
 * @param id its identity: 16 characters
 * @param source text of the SourceKey
 */
public record FindingKey(long since, String id, String source) {

    private static final int DIGITS = 16;
    private static final HexFormat HEX = HexFormat.of();

    public FindingKey {
        if (since < 0 || id.length() != DIGITS) {
            throw new IllegalArgumentException("finding '" + id + "' of " + since);
        }
    }

    /** Returns the key of a finding of a source. */
    public static FindingKey of(byte[] source, long since, String id) {
        return new FindingKey(since, id, new String(source, StandardCharsets.UTF_8));
    }

    /** Returns the text form, which sorts newest first: the cursor of a listing and, in UTF-8, the key in the store. */
    public String text() {
        return HEX.toHexDigits(Long.MAX_VALUE - since) + id + source;
    }

    /** Returns the key in the store. */
    public Bytes bytes() {
        return Bytes.wrap(text().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the lexicographically least text of all findings that did not begin after a time. */
    public static String firstNotNewerThan(long since) {
        return HEX.toHexDigits(Long.MAX_VALUE - since);
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is no such key
     */
    public static FindingKey parse(String text) {
        if (text.length() <= 2 * DIGITS) {
            throw new IllegalArgumentException("not the key of a finding: '" + text + "'");
        }
        return new FindingKey(
                Long.MAX_VALUE - HexFormat.fromHexDigitsToLong(text, 0, DIGITS),
                text.substring(DIGITS, 2 * DIGITS),
                text.substring(2 * DIGITS));
    }
}
