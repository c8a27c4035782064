package io.tocsin.processor.core.source;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.stats.Bucket;
import io.tocsin.processor.core.stats.BucketLevel;
import io.tocsin.processor.core.stats.BucketStore;

/**
 * Brings closed buckets into the rings of the store. A fine bucket is written as it is and merged into its minute; a
 * minute is merged into its quarter when the first bucket of a later minute comes, so that a quarter is written once a
 * minute and not six times. What late records added is merged into the fine bucket, its minute, and, if that minute has
 * been fed already, its quarter. Not thread-safe.
 */
final class BucketDrain {

    private final ByteWriter writer = new ByteWriter(4096);
    private final ByteReader reader = new ByteReader();
    private final Bucket target = new Bucket(0, 8);
    private final Bucket minute = new Bucket(0, 8);

    void drain(LiveBuckets buckets, BucketStore store) {
        for (Bucket closed : buckets.closed()) {
            write(store, BucketLevel.FINE, closed);
            feed(buckets, closed, store);
        }
        for (Bucket late : buckets.late()) {
            merge(store, BucketLevel.FINE, late.start(), late);
            feed(buckets, late, store);
        }
        buckets.stored();
    }

    private void feed(LiveBuckets buckets, Bucket fine, BucketStore store) {
        long start = BucketLevel.MINUTE.startOf(fine.start());
        if (buckets.unfedMinute != LiveBuckets.NO_MINUTE && start > buckets.unfedMinute) {
            if (load(store, BucketLevel.MINUTE, buckets.unfedMinute, minute)) {
                merge(store, BucketLevel.QUARTER, minute.start(), minute);
            }
            buckets.unfedMinute = start;
        } else if (buckets.unfedMinute == LiveBuckets.NO_MINUTE) {
            buckets.unfedMinute = start;
        }
        merge(store, BucketLevel.MINUTE, start, fine);
        if (start < buckets.unfedMinute) {
            merge(store, BucketLevel.QUARTER, start, fine);
        }
    }

    /** Merges a bucket into the one of a level that a time lies in. */
    private void merge(BucketStore store, BucketLevel level, long time, Bucket addition) {
        long start = level.startOf(time);
        if (!load(store, level, start, target)) {
            target.reset(start);
        }
        target.merge(addition);
        write(store, level, target);
    }

    private void write(BucketStore store, BucketLevel level, Bucket bucket) {
        writer.clear();
        bucket.writeTo(writer);
        store.write(level, level.slotOf(bucket.start()), writer.toBytes());
    }

    /** Reads the stored bucket of a start; false when the slot is empty or holds one of another turn of the ring. */
    private boolean load(BucketStore store, BucketLevel level, long start, Bucket into) {
        int slot = level.slotOf(start);
        byte[] stored = store.read(level, slot);
        if (stored == null) {
            return false;
        }
        try {
            if (Bucket.readStart(reader.reset(stored)) != start) {
                return false;
            }
            into.readFrom(reader.reset(stored));
            reader.requireEnd();
            return true;
        } catch (CorruptStateException e) {
            throw new CorruptStateException("bucket of level " + level + " in slot " + slot + ": " + e.getMessage(), e);
        }
    }
}
