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
            if (load(store, BucketLevel.MINUTE, buckets.unfedMinute, minute) == Slot.LOADED) {
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

    /** Merges a bucket into the one of a level that a time lies in, unless the ring has gone past that one. */
    private void merge(BucketStore store, BucketLevel level, long time, Bucket addition) {
        long start = level.startOf(time);
        switch (load(store, level, start, target)) {
            case NEWER:
                return;
            case FREE:
                target.reset(start);
                break;
            default:
                break;
        }
        target.merge(addition);
        write(store, level, target);
    }

    private void write(BucketStore store, BucketLevel level, Bucket bucket) {
        writer.clear();
        bucket.writeTo(writer);
        store.write(level, level.slotOf(bucket.start()), writer.toBytes());
    }

    /** Reads the stored bucket of a start, if that is what the slot holds. */
    private Slot load(BucketStore store, BucketLevel level, long start, Bucket into) {
        int slot = level.slotOf(start);
        byte[] stored = store.read(level, slot);
        if (stored == null) {
            return Slot.FREE;
        }
        try {
            long storedStart = Bucket.readStart(reader.reset(stored));
            if (storedStart != start) {
                return storedStart > start ? Slot.NEWER : Slot.FREE;
            }
            into.readFrom(reader.reset(stored));
            reader.requireEnd();
            return Slot.LOADED;
        } catch (CorruptStateException e) {
            throw new CorruptStateException("bucket of level " + level + " in slot " + slot + ": " + e.getMessage(), e);
        }
    }

    /** What a slot of a ring holds, seen from a bucket that belongs there. */
    private enum Slot {
        /** Nothing, or a bucket of an earlier turn. */
        FREE,
        /** That bucket; it has been read. */
        LOADED,
        /** A bucket of a later turn: time has passed since the records came that are to be stored now. */
        NEWER
    }
}
