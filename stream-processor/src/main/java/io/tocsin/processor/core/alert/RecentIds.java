package io.tocsin.processor.core.alert;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.dedup.IdHash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The ids of orders that came lately, as hashes. An id is known for {@value #KEPT_MS} ms after it came, which is longer than
 * anybody sends a request again, and while it is among the latest {@value #MOST}: more orders than that to one place within
 * a day push the oldest out. Times are stream time in epoch milliseconds. Mutable, not thread-safe; empty until the first
 * order comes.
 */
public final class RecentIds {

    /** How long an id is known: a day. */
    static final long KEPT_MS = 86_400_000;
    /** Four times what can be ordered in one request. */
    static final int MOST = 4_096;

    private static final int FIRST_CAPACITY = 8;
    private static final long[] NONE = new long[0];

    /** Rings of equal length, the oldest at {@code first}; times do not decrease. */
    private long[] hashes = NONE;

    private long[] times = NONE;
    private int first;
    private int size;

    /** Returns whether there is none. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Adds an id; returns false when it is known. */
    public boolean add(String id, long now) {
        while (size > 0 && times[first] <= now - KEPT_MS) {
            forgetOldest();
        }
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        long hash = IdHash.hash(bytes, 0, bytes.length, 0);
        for (int i = 0; i < size; i++) {
            if (hashes[at(i)] == hash) {
                return false;
            }
        }
        append(hash, size == 0 ? now : Math.max(now, times[at(size - 1)]));
        return true;
    }

    /** Returns about how many bytes of heap they take. */
    public int approximateBytes() {
        return 40 + 16 * hashes.length;
    }

    /** Writes everything. */
    public void writeTo(ByteWriter writer) {
        writer.writeUnsigned(size);
        long before = 0;
        for (int i = 0; i < size; i++) {
            writer.writeFixedLong(hashes[at(i)]);
            writer.writeSigned(times[at(i)] - before);
            before = times[at(i)];
        }
    }

    /**
     * Adds what {@link #writeTo} wrote to none.
     *
     * @throws CorruptStateException when the bytes are something else
     */
    public void readFrom(ByteReader reader) {
        int count = reader.readLength(MOST, 9);
        long time = 0;
        for (int i = 0; i < count; i++) {
            long hash = reader.readFixedLong();
            long step = reader.readSigned();
            if (i > 0 && step < 0) {
                throw new CorruptStateException("ids of orders out of order");
            }
            time += step;
            append(hash, time);
        }
    }

    private void append(long hash, long time) {
        if (size == MOST) {
            forgetOldest();
        }
        if (size == hashes.length) {
            grow();
        }
        hashes[at(size)] = hash;
        times[at(size)] = time;
        size++;
    }

    private void forgetOldest() {
        first = at(1);
        size--;
    }

    private int at(int index) {
        return (first + index) % hashes.length;
    }

    private void grow() {
        int length = Math.min(MOST, Math.max(FIRST_CAPACITY, 2 * size));
        hashes = unrolled(hashes, length);
        times = unrolled(times, length);
        first = 0;
    }

    private long[] unrolled(long[] ring, int length) {
        long[] longer = Arrays.copyOfRange(ring, first, first + length);
        // What lay behind the end of the old ring begins at its start.
        System.arraycopy(ring, 0, longer, ring.length - first, first);
        return longer;
    }
}
