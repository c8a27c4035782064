package io.tocsin.processor.core.pattern;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Which sources a partition knows in a scope, and how long each has been silent beyond its pace, as of one moment. Names are known by their
 * hashes. Immutable.
 */
public final class RosterView {

    /** Knows nothing. */
    public static final RosterView EMPTY = new RosterView(new long[0]);

    /** What {@link #ageMs} answers for a source that is not known. */
    public static final long UNKNOWN = -1;

    private static final long UNIT_MS = 2_000;
    private static final int LONGEST = 255;
    private static final int BYTES_EACH = 5;

    /** Hash in the upper half, age in units in the lower one; sorted. */
    private final long[] entries;

    private RosterView(long[] entries) {
        this.entries = entries;
    }

    static RosterView of(int[] names, long[] seen, int[] pace, int size, long now) {
        long[] entries = new long[size];
        for (int i = 0; i < size; i++) {
            entries[i] = (long) names[i] << 32 | Math.min(LONGEST, Math.max(0, (now - seen[i] - pace[i]) / UNIT_MS));
        }
        Arrays.sort(entries);
        return new RosterView(entries);
    }

    /** Returns how long a source has been silent beyond its usual pace, at most some minutes; or {@link #UNKNOWN}. */
    public long ageMs(String name) {
        long hash = (long) name.hashCode() << 32;
        int at = Arrays.binarySearch(entries, hash);
        at = at >= 0 ? at : -at - 1;
        return at < entries.length && entries[at] >> 32 == hash >> 32 ? (entries[at] & LONGEST) * UNIT_MS : UNKNOWN;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RosterView view && Arrays.equals(entries, view.entries);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(entries);
    }

    /** Returns the bytes of it: 5 for each source. */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES_EACH * entries.length);
        for (long entry : entries) {
            bytes.putInt((int) (entry >> 32)).put((byte) entry);
        }
        return bytes.array();
    }

    /**
     * Makes it from its bytes.
     *
     * @throws IllegalArgumentException when the bytes are something else
     */
    public static RosterView ofBytes(ByteBuffer bytes) {
        ByteBuffer source = bytes.duplicate();
        int count = source.remaining() / BYTES_EACH;
        if (source.remaining() % BYTES_EACH != 0 || count > Roster.MOST) {
            throw new IllegalArgumentException("a roster of " + source.remaining() + " bytes");
        }
        long[] entries = new long[count];
        for (int i = 0; i < count; i++) {
            entries[i] = (long) source.getInt() << 32 | source.get() & LONGEST;
        }
        Arrays.sort(entries);
        return new RosterView(entries);
    }
}
