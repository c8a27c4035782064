package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * When each source of a scope was seen last and how often it reports, so that a source that others cannot reach can be told
 * from one that is alive. Bounded: beyond {@value #MOST} sources a new one takes the place of one that has been silent for
 * long, or is not listed. Mutable, not thread-safe.
 */
public final class Roster {

    /** Sources that are listed at most. */
    public static final int MOST = 1_000;

    private static final long SILENT_MS = 900_000;
    /** A source that reports less often is not known by its silence. */
    private static final int SLOWEST_MS = 120_000;

    private static final int PACE_FADING = 16;

    private int[] names = new int[16];
    private long[] seen = new long[16];
    /** How far apart records of a source come, nearly the greatest of late; milliseconds. */
    private int[] pace = new int[16];

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
            pace[at] = 0;
            places.put(hash, at);
        }
        if (lastSeen > seen[at]) {
            int gap = seen[at] == Long.MIN_VALUE ? 0 : (int) Math.min(SLOWEST_MS, lastSeen - seen[at]);
            pace[at] = Math.max(gap, pace[at] - pace[at] / PACE_FADING);
            seen[at] = lastSeen;
        }
        return at;
    }

    /** Returns what the roster knows at a time. */
    public RosterView view(long now) {
        return RosterView.of(names, seen, pace, size, now);
    }

    private int room(long now) {
        if (size < MOST) {
            if (size == names.length) {
                names = Arrays.copyOf(names, Math.min(MOST, 2 * size));
                seen = Arrays.copyOf(seen, names.length);
                pace = Arrays.copyOf(pace, names.length);
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
            writer.writeUnsigned(pace[i]);
        }
    }

    /** Reads what {@link #writeTo} wrote. */
    public static Roster readFrom(ByteReader reader) {
        Roster roster = new Roster();
        int count = reader.readLength(MOST, 3);
        roster.names = new int[Math.max(16, count)];
        roster.seen = new long[Math.max(16, count)];
        roster.pace = new int[Math.max(16, count)];
        roster.size = count;
        long previous = 0;
        for (int i = 0; i < count; i++) {
            roster.names[i] = (int) reader.readSigned();
            previous += reader.readSigned();
            roster.seen[i] = previous;
            roster.pace[i] = reader.readInt(0, SLOWEST_MS);
            roster.places.put(roster.names[i], i);
        }
        return roster;
    }
}
