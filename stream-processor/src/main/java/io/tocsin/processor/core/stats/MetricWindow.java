package io.tocsin.processor.core.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One metric over the last while, asked once it was {@linkplain #prepare prepared} for a time. Made of buckets of a level:
 * those that have closed are summed up once, when one comes or goes; the open ones are added each time. Mutable, not thread-safe; times are
 * stream time in epoch milliseconds.
 */
public final class MetricWindow {

    private final BucketLevel level;
    private final long lengthMs;
    private final long[] starts;
    private final Sum[] slots;
    private final Sum closed;
    private final Sum total;
    /** Sketches of the open buckets. They are not merged: most windows are asked for no more than one quantile. */
    private final List<LogLinearHistogram> open = new ArrayList<>(0);

    private long first = Long.MIN_VALUE;
    private long end = Long.MIN_VALUE;
    private boolean stale = true;

    /**
     * Makes an empty one.
     *
     * @param lengthMs how far it reaches back: at most a day
     * @param quantiles whether quantiles can be asked for
     */
    public MetricWindow(long lengthMs, boolean quantiles) {
        this.level = BucketLevel.ofWindow(lengthMs);
        this.lengthMs = lengthMs;
        int count = (int) (lengthMs / level.lengthMs()) + 2;
        starts = new long[count];
        Arrays.fill(starts, Long.MIN_VALUE);
        slots = new Sum[count];
        closed = new Sum(quantiles);
        total = new Sum(false);
    }

    /** Returns the level of its buckets. */
    public BucketLevel level() {
        return level;
    }

    /** Returns how far it reaches back in milliseconds. */
    public long lengthMs() {
        return lengthMs;
    }

    /** Returns whether quantiles can be asked for. */
    public boolean hasQuantiles() {
        return closed.sketch != null;
    }

    /** Takes what a closed bucket of this level or a finer one knows of the metric. */
    public void add(MetricBucket metric, long bucketStart) {
        Sum slot = slot(bucketStart);
        if (slot != null) {
            slot.add(metric, bucketStart - level.startOf(bucketStart));
        }
    }

    /** Takes a sample that came after its bucket had closed. */
    public void addLate(double value, long time) {
        Sum slot = slot(time);
        if (slot != null) {
            slot.add(value, time - level.startOf(time));
        }
    }

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(starts, Long.MIN_VALUE);
        stale = true;
    }

    /**
     * Prepares the answers for a time; the open buckets are to be added by {@link #addOpen} after it, and must not change until
     * all that is asked for has been answered.
     */
    public void prepare(long time) {
        long begin = level.startOf(time - lengthMs + 1);
        end = time + 1;
        if (begin != first || stale) {
            first = begin;
            stale = false;
            closed.clear();
            for (long start = begin; start <= time; start += level.lengthMs()) {
                int i = index(start);
                if (starts[i] == start) {
                    closed.merge(slots[i], start - begin);
                }
            }
        }
        total.clear();
        total.merge(closed, 0);
        open.clear();
    }

    /** Adds an open bucket to the answers. */
    public void addOpen(MetricBucket metric, long bucketStart) {
        if (bucketStart >= first) {
            total.add(metric, bucketStart - first);
            if (hasQuantiles()) {
                open.add(metric.sketch());
            }
        }
    }

    /** Returns how long what the answers are about is, in seconds. */
    public double seconds() {
        return (end - first) / 1000.0;
    }

    /** Returns the moments of the window. */
    public Moments moments() {
        return total.moments;
    }

    /** Returns the latest value in the window; NaN without samples. */
    public double last() {
        return total.moments.count() == 0 ? Double.NaN : total.last;
    }

    /** Returns a quantile; NaN without samples. */
    public double quantile(double q) {
        if (total.moments.count() == 0) {
            return Double.NaN;
        }
        return Math.min(total.moments.max(), Math.max(total.moments.min(), closed.sketch.quantile(q, open)));
    }

    /** Returns when the answers change although nothing comes, or {@link Long#MAX_VALUE} when they are empty. */
    public long nextChange() {
        return total.moments.count() == 0 ? Long.MAX_VALUE : first + level.lengthMs() + lengthMs - 1;
    }

    /** Returns about how many bytes of heap it takes. */
    public int approximateBytes() {
        int bytes = 280 + 12 * starts.length + closed.approximateBytes();
        for (Sum slot : slots) {
            bytes += slot == null ? 0 : slot.approximateBytes();
        }
        return bytes;
    }

    private Sum slot(long time) {
        long start = level.startOf(time);
        int i = index(start);
        if (starts[i] > start) {
            return null;
        }
        stale = true;
        if (starts[i] != start) {
            starts[i] = start;
            if (slots[i] == null) {
                slots[i] = new Sum(closed.sketch != null);
            } else {
                slots[i].clear();
            }
        }
        return slots[i];
    }

    private int index(long start) {
        return (int) Math.floorMod(start / level.lengthMs(), (long) starts.length);
    }

    private static final class Sum {

        private final Moments moments = new Moments();
        private final LogLinearHistogram sketch;
        private double last;
        private long lastOffset;

        private Sum(boolean sketched) {
            sketch = sketched ? new LogLinearHistogram() : null;
        }

        private void clear() {
            moments.clear();
            if (sketch != null) {
                sketch.clear();
            }
            last = 0;
            lastOffset = 0;
        }

        private void add(double value, long offset) {
            latest(value, offset, 1);
            moments.add(value, offset);
            if (sketch != null) {
                sketch.add(value);
            }
        }

        private void add(MetricBucket metric, long shift) {
            latest(metric.last(), metric.lastOffset() + shift, metric.moments().count());
            moments.merge(metric.moments(), shift);
            if (sketch != null) {
                sketch.merge(metric.sketch());
            }
        }

        private void merge(Sum other, long shift) {
            latest(other.last, other.lastOffset + shift, other.moments.count());
            moments.merge(other.moments, shift);
            if (sketch != null) {
                sketch.merge(other.sketch);
            }
        }

        private void latest(double value, long offset, long count) {
            if (count > 0 && (moments.count() == 0 || offset >= lastOffset)) {
                last = value;
                lastOffset = offset;
            }
        }

        private int approximateBytes() {
            return 120 + (sketch == null ? 0 : sketch.approximateBytes());
        }
    }
}
