package io.tocsin.processor.core.source;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.stats.Bucket;
import io.tocsin.processor.core.stats.BucketLevel;
import io.tocsin.processor.core.stats.BucketReader;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * The stored buckets of one level within a span, by start: in an order that does not depend on the store's, because sums
 * of doubles do. Slots that hold a bucket of an earlier turn of the ring fall outside the span.
 */
final class StoredBuckets {

    private final ByteReader reader = new ByteReader();

    /**
     * Adds the buckets that start within a span, both ends included.
     *
     * @param target gives the bucket that one of a given start is added to
     */
    void mergeInto(BucketReader store, BucketLevel level, long first, long last, LongFunction<Bucket> target) {
        Map<Long, byte[]> found = new TreeMap<>();
        store.readAll(level, (readLevel, slot, stored) -> {
            long start = Bucket.readStart(reader.reset(stored));
            if (start >= first && start <= last) {
                found.put(start, stored);
            }
        });
        found.forEach((start, stored) -> merge(level, stored, target.apply(start)));
    }

    /** Adds the bucket of one start if it is stored and starts within a span. */
    void mergeOne(
            BucketReader store, BucketLevel level, long start, long first, long last, LongFunction<Bucket> target) {
        byte[] stored = start < first || start > last ? null : store.read(level, level.slotOf(start));
        if (stored != null && Bucket.readStart(reader.reset(stored)) == start) {
            merge(level, stored, target.apply(start));
        }
    }

    private void merge(BucketLevel level, byte[] stored, Bucket target) {
        try {
            target.mergeFrom(reader.reset(stored));
            reader.requireEnd();
        } catch (CorruptStateException e) {
            throw new CorruptStateException("bucket of level " + level + ": " + e.getMessage(), e);
        }
    }
}
