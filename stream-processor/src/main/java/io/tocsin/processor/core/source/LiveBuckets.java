package io.tocsin.processor.core.source;

import io.tocsin.processor.core.stats.Bucket;
import io.tocsin.processor.core.stats.BucketLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The fine buckets of one source that are in memory: the open ones, mostly one and for moments two, and those that wait
 * for the next commit: closed ones, and what late records added to buckets that had closed before. Not thread-safe.
 */
final class LiveBuckets {

    static final long NO_MINUTE = Long.MIN_VALUE;

    private static final Bucket[] NONE = new Bucket[0];

    private Bucket[] open = NONE;
    private int openCount;
    private Bucket hot;
    private final List<Bucket> closed = new ArrayList<>(0);
    private final List<Bucket> late = new ArrayList<>(0);

    /** Start of the minute whose stored bucket has not been fed to its quarter yet. */
    long unfedMinute = NO_MINUTE;

    int openCount() {
        return openCount;
    }

    /** Returns an open bucket; they are sorted by start. */
    Bucket open(int i) {
        return open[i];
    }

    /** Returns the closed buckets that have not been stored, by start. */
    List<Bucket> closed() {
        return closed;
    }

    /** Returns what late records added to closed buckets and has not been stored, in order of first addition. */
    List<Bucket> late() {
        return late;
    }

    boolean hasUnstored() {
        return !closed.isEmpty() || !late.isEmpty();
    }

    void stored() {
        closed.clear();
        late.clear();
    }

    /** Returns when the first open bucket may close if it does so a delay after its end. */
    long closesAt(long delayMs) {
        return openCount == 0 ? Long.MAX_VALUE : open[0].start() + BucketLevel.FINE.lengthMs() + delayMs;
    }

    /**
     * Returns the bucket for a time.
     *
     * @param now stream time; a bucket that ended more than the delay before is closed
     */
    Bucket at(long time, long now, long delayMs, int metrics) {
        Bucket candidate = hot;
        if (candidate != null) {
            long offset = time - candidate.start();
            if (offset >= 0 && offset < BucketLevel.FINE.lengthMs()) {
                return candidate;
            }
        }
        return find(BucketLevel.FINE.startOf(time), now, delayMs, metrics);
    }

    /** Takes the first open bucket out and keeps it for the next commit. */
    Bucket closeFirst() {
        Bucket first = open[0];
        openCount--;
        System.arraycopy(open, 1, open, 0, openCount);
        open[openCount] = null;
        if (hot == first) {
            hot = null;
        }
        closed.add(first);
        return first;
    }

    /** Takes an open bucket that was stored with the head; in order of their starts. */
    void restoreOpen(Bucket bucket) {
        insert(bucket, openCount);
    }

    int approximateBytes() {
        int bytes = 120 + 4 * open.length;
        for (int i = 0; i < openCount; i++) {
            bytes += open[i].approximateBytes();
        }
        for (Bucket bucket : closed) {
            bytes += bucket.approximateBytes();
        }
        for (Bucket bucket : late) {
            bytes += bucket.approximateBytes();
        }
        return bytes;
    }

    private Bucket find(long start, long now, long delayMs, int metrics) {
        if (start + BucketLevel.FINE.lengthMs() + delayMs <= now) {
            for (Bucket bucket : late) {
                if (bucket.start() == start) {
                    return bucket;
                }
            }
            Bucket bucket = new Bucket(start, metrics);
            late.add(bucket);
            return bucket;
        }
        int i = openCount;
        while (i > 0 && open[i - 1].start() >= start) {
            i--;
        }
        if (i == openCount || open[i].start() != start) {
            insert(new Bucket(start, metrics), i);
        }
        hot = open[i];
        return hot;
    }

    private void insert(Bucket bucket, int i) {
        if (openCount == open.length) {
            open = Arrays.copyOf(open, openCount + 2);
        }
        System.arraycopy(open, i, open, i + 1, openCount - i);
        open[i] = bucket;
        openCount++;
    }
}
