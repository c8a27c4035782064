package io.tocsin.processor.core.run;

import io.tocsin.processor.core.stats.BucketLevel;
import io.tocsin.processor.core.stats.BucketStore;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** The rings of closed buckets of one source, in memory. Not thread-safe. */
final class StoredRings implements BucketStore {

    private final Map<BucketLevel, Map<Integer, byte[]>> rings = new EnumMap<>(BucketLevel.class);

    @Override
    public byte[] read(BucketLevel level, int slot) {
        Map<Integer, byte[]> ring = rings.get(level);
        return ring == null ? null : ring.get(slot);
    }

    @Override
    public void readAll(BucketLevel level, Visitor visitor) {
        rings.getOrDefault(level, Map.of()).forEach((slot, stored) -> visitor.bucket(level, slot, stored));
    }

    @Override
    public void write(BucketLevel level, int slot, byte[] bucket) {
        rings.computeIfAbsent(level, unknown -> new HashMap<>()).put(slot, bucket);
    }
}
