package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * When each source of a scope was seen last, so that a source that others cannot reach can be told from one that is
 * alive. Bounded: beyond {@value #MOST} sources a new one takes the place of one that has been silent for long, or is not
 * listed. Mutable, not thread-safe.
 */
public final class Roster {

    /** Sources that are listed at most. */
    public static final int MOST = 1_000;

    private static final long SILENT_MS = 900_000;

    private int[] names = new int[16];
    private long[] seen = new long[16];
    private int size;
    private final Map<Integer, Integer> places = new HashMap<>();
    private long noneSilentBefore = Long.MIN_VALUE;

    /**
     * Notes when a source was seen.
     *
     * @param place what the last call for this source returned, or -1
     * @return where the source stands, or -1 when there is no room
     */
    public int touch(int place, String name, long lastSeen) {
        int hash = name.hashCode();
        int at = place >= 0 && place < size && names[place] == hash ? place : places.getOrDefault(hash, -1);
        if (at < 0) {
            at = room(lastSeen);
            if (at < 0) {
                return -1;
            }
            names[at] = hash;
            seen[at] = Long.MIN_VALUE;
            places.put(hash, at);
        }
        seen[at] = Math.max(seen[at], lastSeen);
        return at;
    }

    /** Returns what the roster knows at a time. */
    public RosterView view(long now) {
        return RosterView.of(names, seen, size, now);
    }

    private int room(long now) {
        if (size < MOST) {
            if (size == names.length) {
                names = Arrays.copyOf(names, Math.min(MOST, 2 * size));
                seen = Arrays.copyOf(seen, names.length);
            }
            return size++;
        }
        if (now < noneSilentBefore) {
            return -1;
        }
        int oldest = 0;
        for (int i = 1; i < size; i++) {
            oldest = seen[i] < seen[oldest] ? i : oldest;
        }
        if (now - seen[oldest] < SILENT_MS) {
            noneSilentBefore = seen[oldest] + SILENT_MS;
            return -1;
        }
        places.remove(names[oldest]);
        return oldest;
    }

    /** Writes everything. */
    public void writeTo(ByteWriter writer) {
        writer.writeUnsigned(size);
        long previous = 0;
        for (int i = 0; i < size; i++) {
            writer.writeSigned(names[i]);
            writer.writeSigned(seen[i] - previous);
            previous = seen[i];
        }
    }

    /** Reads what {@link #writeTo} wrote. */
    public static Roster readFrom(ByteReader reader) {
        Roster roster = new Roster();
        int count = reader.readLength(MOST, 2);
        roster.names = new int[Math.max(16, count)];
        roster.seen = new long[Math.max(16, count)];
        roster.size = count;
        long previous = 0;
        for (int i = 0; i < count; i++) {
            roster.names[i] = (int) reader.readSigned();
            previous += reader.readSigned();
            roster.seen[i] = previous;
            roster.places.put(roster.names[i], i);
        }
        return roster;
    }
}
