package io.tocsin.processor.core.alert;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.dedup.IdHash;
import java.nio.charset.StandardCharsets;

/** The latest ids of orders, as hashes: a ring, so the oldest is forgotten first. Empty until the first order comes. */
public final class RecentIds {

    private static final int CAPACITY = 64;
    private static final long[] NONE = new long[0];

    private long[] ring = NONE;
    private int size;
    private int next;

    /** Returns whether there is none. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Adds an id; returns false when it is known. */
    public boolean add(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return add(IdHash.hash(bytes, 0, bytes.length, 0));
    }

    /** Returns about how many bytes of heap they take. */
    public int approximateBytes() {
        return 24 + 8 * ring.length;
    }

    /** Writes everything. */
    public void writeTo(ByteWriter writer) {
        writer.writeUnsigned(size);
        for (int i = 0; i < size; i++) {
            writer.writeFixedLong(ring[Math.floorMod(next - size + i, CAPACITY)]);
        }
    }

    /**
     * Adds what {@link #writeTo} wrote.
     *
     * @throws CorruptStateException when the bytes are something else
     */
    public void readFrom(ByteReader reader) {
        int count = reader.readLength(CAPACITY, 8);
        for (int i = 0; i < count; i++) {
            add(reader.readFixedLong());
        }
    }

    private boolean add(long hash) {
        for (int i = 0; i < size; i++) {
            if (ring[i] == hash) {
                return false;
            }
        }
        if (ring.length == 0) {
            ring = new long[CAPACITY];
        }
        ring[next] = hash;
        next = (next + 1) % CAPACITY;
        size = Math.min(CAPACITY, size + 1);
        return true;
    }
}
