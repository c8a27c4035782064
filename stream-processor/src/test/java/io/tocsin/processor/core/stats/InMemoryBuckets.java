package io.tocsin.processor.core.stats;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Buckets of one source kept on the heap: for running the folds without a store. Not thread-safe. */
public final class InMemoryBuckets implements BucketStore {

    private final Map<BucketLevel, Map<Integer, byte[]>> slots = new EnumMap<>(BucketLevel.class);

    @Override
    public byte[] read(BucketLevel level, int slot) {
        Map<Integer, byte[]> ring = slots.get(level);
        return ring == null ? null : ring.get(slot);
    }

    @Override
    public void readAll(BucketLevel level, Visitor visitor) {
        slots.getOrDefault(level, Map.of()).forEach((slot, stored) -> visitor.bucket(level, slot, stored));
    }

    @Override
    public void write(BucketLevel level, int slot, byte[] bucket) {
        if (slot < 0 || slot >= level.slots()) {
            throw new IllegalArgumentException("slot " + slot + " of " + level);
        }
        slots.computeIfAbsent(level, each -> new TreeMap<>()).put(slot, bucket);
    }

    /** Returns the number of bytes that are stored. */
    public long bytes() {
        long bytes = 0;
        for (Map<Integer, byte[]> ring : slots.values()) {
            for (byte[] bucket : ring.values()) {
                bytes += bucket.length;
            }
        }
        return bytes;
    }
}
