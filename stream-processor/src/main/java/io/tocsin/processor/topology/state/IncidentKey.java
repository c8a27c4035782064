package io.tocsin.processor.topology.state;

import io.tocsin.processor.core.incident.IncidentId;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.kafka.common.utils.Bytes;

/**
 * Where an incident lies: in order of its opening, newest first, which is why the time is stored as what is missing to the
 * greatest one. The id tells the time, so it leads here. Immutable.
 *
 * @param openedAt when it was opened: epoch milliseconds, not negative
 * @param id its identity
 */
public record IncidentKey(long openedAt, String id) {

    private static final int DIGITS = 16;
    private static final HexFormat HEX = HexFormat.of();

    public IncidentKey {
        if (openedAt < 0) {
            throw new IllegalArgumentException("incident '" + id + "' of " + openedAt);
        }
    }

    /** Returns the key of an incident, or null when the text is no id of one. */
    public static IncidentKey of(String id) {
        long openedAt = IncidentId.openedAt(id);
        return openedAt < 0 ? null : new IncidentKey(openedAt, id);
    }

    /** Returns the text form, which sorts newest first: the cursor of a listing and, in UTF-8, the key in the store. */
    public String text() {
        return firstNotNewerThan(openedAt) + id;
    }

    /** Returns the key in the store. */
    public Bytes bytes() {
        return Bytes.wrap(text().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the lexicographically least text of all incidents that were not opened after a time. */
    public static String firstNotNewerThan(long time) {
        return HEX.toHexDigits(Long.MAX_VALUE - time);
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is no such key
     */
    public static IncidentKey parse(String text) {
        if (text.length() <= DIGITS) {
            throw new IllegalArgumentException("not the key of an incident: '" + text + "'");
        }
        return new IncidentKey(Long.MAX_VALUE - HexFormat.fromHexDigitsToLong(text, 0, DIGITS), text.substring(DIGITS));
    }
}
