package io.tocsin.processor.core.dedup;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The ids that one partition counted within a window of stream time, as 64-bit hashes. Two levels: one table answers
 * whether a hash is known in a single probe, and segments list what was added in which span, so that an old segment is
 * taken out as a whole. An id is remembered for at least the window and at most the window and one segment, unless the
 * bound on entries forces the oldest segment out before its time: such ids are counted in {@link #droppedEarly()},
 * because a retry of theirs would count twice.
 *
 * <p>Additions are drained as packed parts, one or more per drain, and a part is never written twice. A part belongs to
 * a segment; expiry names the parts to remove. Allocates only when a segment or the table grows. Not thread-safe.
 */
public final class EventIdWindow {

    private static final int VERSION = 1;
    private static final int PART_ENTRIES = 1 << 16;
    private static final int SEGMENTS = 10;
    private static final int LEAST_ROOM = 64;

    /** Takes what changed since the last drain. */
    public interface Changes {
        /** Stores a part of a segment. Segment and part together are its key; both are at least 0. */
        void put(long segment, int part, byte[] packed);

        /** Removes a part of a segment that was stored before. */
        void remove(long segment, int part);
    }

    private final long segmentMs;
    private final int segmentEntries;
    private final int maxEntries;
    private final long windowMs;
    private final LongHashTable table = new LongHashTable();
    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    private final ArrayDeque<Segment> expired = new ArrayDeque<>();
    private long droppedEarly;
    /** Room of the segment that was forgotten last, for the next one. */
    private long[] spare = new long[LEAST_ROOM];

    private long nextSegment;

    /**
     * Makes an empty one.
     *
     * @param windowMs how long an id is remembered: milliseconds of stream time, at least 1000
     * @param maxEntries number of ids that are remembered at most, at least 1024; one takes about 24 bytes
     */
    public EventIdWindow(long windowMs, int maxEntries) {
        if (windowMs < 1000 || maxEntries < 1024) {
            throw new IllegalArgumentException("window " + windowMs + " ms, entries " + maxEntries);
        }
        this.windowMs = windowMs;
        this.maxEntries = maxEntries;
        segmentMs = Math.max(1, windowMs / SEGMENTS);
        segmentEntries = maxEntries / SEGMENTS;
    }

    /**
     * Adds an id.
     *
     * @param hash see {@link IdHash}
     * @param streamTime epoch milliseconds
     * @return true when it is new, false when it was counted within the window
     */
    public boolean add(long hash, long streamTime) {
        expire(streamTime);
        if (!table.add(hash)) {
            return false;
        }
        Segment segment = segments.peekLast();
        if (segment == null || streamTime - segment.start >= segmentMs || segment.size >= segmentEntries) {
            segment = begin(nextSegment++, streamTime);
        }
        segment.add(hash);
        segment.end = Math.max(segment.end, streamTime);
        if (table.size() > maxEntries) {
            Segment oldest = segments.peekFirst();
            droppedEarly += oldest.size;
            dropOldest();
        }
        return true;
    }

    /** Returns whether an id was counted within the window. */
    public boolean contains(long hash) {
        return table.contains(hash);
    }

    /** Forgets the segments whose youngest id is older than the window. */
    public void expire(long streamTime) {
        Segment oldest = segments.peekFirst();
        while (oldest != null && streamTime - oldest.end > windowMs) {
            dropOldest();
            oldest = segments.peekFirst();
        }
    }

    /** Returns the number of ids that are remembered. */
    public int size() {
        return table.size();
    }

    /** Returns the number of ids that were forgotten before the window was over because there were too many. */
    public long droppedEarly() {
        return droppedEarly;
    }

    /** Returns about how many bytes the window takes. */
    public long approximateBytes() {
        long bytes = table.bytes() + 8L * spare.length;
        for (Segment segment : segments) {
            bytes += 8L * segment.hashes.length + 64;
        }
        return bytes;
    }

    /** Hands out what was added and removed since the last drain. */
    public void drain(Changes changes) {
        for (Segment segment = expired.pollFirst(); segment != null; segment = expired.pollFirst()) {
            for (int part = 0; part < segment.parts; part++) {
                changes.remove(segment.number, part);
            }
        }
        for (Segment segment : segments) {
            while (segment.drained < segment.size) {
                int count = Math.min(PART_ENTRIES, segment.size - segment.drained);
                changes.put(segment.number, segment.parts++, pack(segment, segment.drained, count));
                segment.drained += count;
            }
        }
    }

    /**
     * Takes back a part that was drained. To be called for every stored part, in order of segment and then part, before
     * anything is added.
     *
     * @throws CorruptStateException when the bytes are no part or the order is wrong; nothing has been taken then
     */
    public void restore(long number, int part, byte[] packed) {
        ByteReader reader = new ByteReader().reset(packed);
        if (reader.readByte() != VERSION) {
            throw new CorruptStateException("part of event ids of an unknown version");
        }
        long start = reader.readSigned();
        long end = start + reader.readCount();
        int count = reader.readLength(PART_ENTRIES, 8);
        if (reader.remaining() != 8 * count) {
            throw new CorruptStateException(reader.remaining() + " bytes for " + count + " event ids");
        }
        Segment segment = segments.peekLast();
        if (segment == null || segment.number < number) {
            segment = begin(number, start);
            nextSegment = number + 1;
        } else if (segment.number > number) {
            throw new CorruptStateException("segment " + number + " after segment " + segment.number);
        }
        for (int i = 0; i < count; i++) {
            long hash = reader.readFixedLong();
            if (table.add(hash)) {
                segment.add(hash);
            }
        }
        segment.end = Math.max(segment.end, end);
        segment.parts = Math.max(segment.parts, part + 1);
        segment.drained = segment.size;
    }

    private Segment begin(long number, long start) {
        Segment segment = new Segment(number, start, spare);
        spare = new long[LEAST_ROOM];
        segments.addLast(segment);
        return segment;
    }

    private void dropOldest() {
        Segment oldest = segments.pollFirst();
        for (int i = 0; i < oldest.size; i++) {
            table.remove(oldest.hashes[i]);
        }
        spare = oldest.hashes.length > spare.length ? oldest.hashes : spare;
        oldest.hashes = null;
        if (oldest.parts > 0) {
            expired.addLast(oldest);
        }
    }

    private static byte[] pack(Segment segment, int from, int count) {
        ByteWriter writer = new ByteWriter(32 + 8 * count);
        writer.writeByte(VERSION);
        writer.writeSigned(segment.start);
        writer.writeUnsigned(segment.end - segment.start);
        writer.writeUnsigned(count);
        for (int i = from; i < from + count; i++) {
            writer.writeFixedLong(segment.hashes[i]);
        }
        return writer.toBytes();
    }

    private static final class Segment {

        private final long number;
        private final long start;
        private long end;
        private long[] hashes;
        private int size;
        private int drained;
        private int parts;

        private Segment(long number, long start, long[] hashes) {
            this.hashes = hashes;
            this.number = number;
            this.start = start;
            this.end = start;
        }

        private void add(long hash) {
            if (size == hashes.length) {
                hashes = Arrays.copyOf(hashes, size * 2);
            }
            hashes[size++] = hash;
        }
    }
}
