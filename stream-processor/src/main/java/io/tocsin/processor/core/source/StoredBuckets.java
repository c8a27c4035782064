package io.tocsin.processor.core.source;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.stats.Bucket;
import io.tocsin.processor.core.stats.BucketLevel;
import io.tocsin.processor.core.stats.BucketReader;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The stored buckets of one level within a span, by start: in an order that does not depend on the store's, because sums
 * of doubles do. Slots that hold a bucket of an earlier turn of the ring fall outside the span.
 */
final class StoredBuckets {

    private final ByteReader reader = new ByteReader();
    private final Bucket scratch = new Bucket(0, 8);

    /** Shows the buckets that start within a span, both ends included; one after the other in the same object. */
    void forEach(BucketReader store, BucketLevel level, long first, long last, Consumer<Bucket> visitor) {
        Map<Long, byte[]> found = new TreeMap<>();
        store.readAll(level, (readLevel, slot, stored) -> {
            long start = Bucket.readStart(reader.reset(stored));
            if (start >= first && start <= last) {
                found.put(start, stored);
            }
        });
        for (byte[] stored : found.values()) {
            show(level, stored, visitor);
        }
    }

    /** Shows the bucket of one start if it is stored. */
    void one(BucketReader store, BucketLevel level, long start, Consumer<Bucket> visitor) {
        byte[] stored = store.read(level, level.slotOf(start));
        if (stored != null && Bucket.readStart(reader.reset(stored)) == start) {
            show(level, stored, visitor);
        }
    }

    private void show(BucketLevel level, byte[] stored, Consumer<Bucket> visitor) {
        try {
            scratch.readFrom(reader.reset(stored));
            reader.requireEnd();
        } catch (CorruptStateException e) {
            throw new CorruptStateException("bucket of level " + level + ": " + e.getMessage(), e);
        }
        visitor.accept(scratch);
    }
}
