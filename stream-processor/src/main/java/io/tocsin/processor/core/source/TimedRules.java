package io.tocsin.processor.core.source;

import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.rule.Statistic;
import io.tocsin.processor.core.stats.ActivityWindow;
import io.tocsin.processor.core.stats.Bucket;
import io.tocsin.processor.core.stats.BucketLevel;
import io.tocsin.processor.core.stats.MetricWindow;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of one source that are worked out as time passes, with the windows that they look at. Made when rules are
 * bound, from the stored buckets; not stored itself. Each window is kept once, however many rules look at it. Mutable, not
 * thread-safe; times are stream time in epoch milliseconds.
 */
final class TimedRules {

    /** How soon after a record rules are worked out, and how long after that again, in milliseconds. */
    private static final long SOON_MS = 250;

    private static final long EVERY_MS = 1_000;

    private final List<Integer> ordinals = new ArrayList<>(2);
    private final List<MetricWindow> metrics = new ArrayList<>(2);
    private final List<ActivityWindow> activities = new ArrayList<>(1);
    private TimedRule[] rules = new TimedRule[0];
    private long workedOutAt = Long.MIN_VALUE;
    private boolean touched;
    private long nextAt;

    /** Windows that do not know yet what was before them. */
    private final List<Object> fresh = new ArrayList<>(0);

    private final TimedRules before;

    /**
     * Makes one without rules, which is due at a time.
     *
     * @param before whose windows it takes over as far as it needs them, or null
     */
    TimedRules(long dueAt, TimedRules before) {
        nextAt = dueAt;
        this.before = before == null ? null : before.windowsOnly();
    }

    private TimedRules() {
        before = null;
    }

    private TimedRules windowsOnly() {
        TimedRules windows = new TimedRules();
        windows.ordinals.addAll(ordinals);
        windows.metrics.addAll(metrics);
        windows.activities.addAll(activities);
        return windows;
    }

    /** Returns whether there is a window that must be told what was before it. */
    boolean hasFresh() {
        return !fresh.isEmpty();
    }

    /** Says that every window has been told what was before it. */
    void filled() {
        fresh.clear();
    }

    /** Forgets what is known of an ordinal, which stands for another metric from now on. */
    void forget(int ordinal) {
        for (int i = metrics.size() - 1; i >= 0; i--) {
            if (ordinals.get(i) == ordinal) {
                ordinals.remove(i);
                metrics.remove(i);
            }
        }
    }

    /** Returns the rules. */
    TimedRule[] rules() {
        return rules;
    }

    void take(List<TimedRule> bound) {
        rules = bound.toArray(new TimedRule[0]);
    }

    /**
     * Binds a statistic to its window, which is made if there is none.
     *
     * @param slot the metric; null when the statistic is about none, or the source does not have it
     */
    BoundStatistic bind(Statistic statistic, MetricSlot slot) {
        if (!statistic.aggregation().ofMetric()) {
            return new BoundStatistic(statistic, null, activity(statistic.windowMs()));
        }
        boolean quantiles = statistic.aggregation().isQuantile();
        return new BoundStatistic(
                statistic, slot == null ? null : metric(slot.ordinal, statistic.windowMs(), quantiles), null);
    }

    /** Returns whether a window that must be told what was before it is made of buckets of a level. */
    boolean uses(BucketLevel level) {
        for (Object window : fresh) {
            if (window instanceof MetricWindow metric && metric.level() == level
                    || window instanceof ActivityWindow activity && activity.level() == level) {
                return true;
            }
        }
        return false;
    }

    /** Takes a closed bucket into all windows. */
    void closed(Bucket bucket) {
        add(bucket, null, false);
    }

    /** Takes a bucket that is in no store yet into the windows that must be told what was before them. */
    void stored(Bucket bucket) {
        add(bucket, null, true);
    }

    /** Takes a stored bucket into the windows of its level that must be told what was before them. */
    void stored(Bucket bucket, BucketLevel level) {
        add(bucket, level, true);
    }

    /** Takes a sample that came after its bucket had closed. */
    void late(int ordinal, double value, long at) {
        for (int i = 0; i < metrics.size(); i++) {
            if (ordinals.get(i) == ordinal) {
                metrics.get(i).addLate(value, at);
            }
        }
    }

    /** Takes an event that came after its bucket had closed. */
    void lateEvent(long at) {
        for (int i = 0; i < activities.size(); i++) {
            activities.get(i).addLateEvent(at);
        }
    }

    /** Takes an operation that came after its bucket had closed. */
    void lateOperation(boolean success, long at) {
        for (int i = 0; i < activities.size(); i++) {
            activities.get(i).addLateOperation(success, at);
        }
    }

    /** Takes a log line that came after its bucket had closed. */
    void lateLog(Level level, long at) {
        for (int i = 0; i < activities.size(); i++) {
            activities.get(i).addLateLog(level, at);
        }
    }

    /** Says that a record has come. */
    void touch(long now) {
        if (!touched) {
            touched = true;
            long soon = now - Math.floorMod(now, SOON_MS) + SOON_MS;
            long spaced = workedOutAt == Long.MIN_VALUE ? soon : workedOutAt + EVERY_MS;
            nextAt = Math.min(nextAt, Math.max(soon, spaced));
        }
    }

    /** Returns when the rules must be worked out next, or {@link Long#MAX_VALUE}. */
    long nextAt() {
        return nextAt;
    }

    /** Prepares all windows for a time, the open buckets included, and says that the rules are worked out then. */
    void prepare(long at, LiveBuckets buckets) {
        workedOutAt = at;
        touched = false;
        nextAt = Long.MAX_VALUE;
        for (int i = 0; i < metrics.size(); i++) {
            MetricWindow window = metrics.get(i);
            int ordinal = ordinals.get(i);
            window.prepare(at);
            for (int b = 0; b < buckets.openCount(); b++) {
                Bucket open = buckets.open(b);
                if (open.start() <= at && open.has(ordinal)) {
                    window.addOpen(open.get(ordinal), open.start());
                }
            }
            nextAt = Math.min(nextAt, onGrid(window.nextChange()));
        }
        for (int i = 0; i < activities.size(); i++) {
            ActivityWindow window = activities.get(i);
            window.prepare(at);
            for (int b = 0; b < buckets.openCount(); b++) {
                Bucket open = buckets.open(b);
                if (open.start() <= at) {
                    window.addOpen(open);
                }
            }
            nextAt = Math.min(nextAt, onGrid(window.nextChange()));
        }
    }

    /** Rules are worked out as of a multiple of {@link #SOON_MS}: one that is before the change would not show it. */
    private static long onGrid(long time) {
        return time == Long.MAX_VALUE ? time : Math.floorDiv(time + SOON_MS - 1, SOON_MS) * SOON_MS;
    }

    int approximateBytes() {
        int bytes = 120 + 48 * rules.length;
        for (MetricWindow window : metrics) {
            bytes += window.approximateBytes();
        }
        for (ActivityWindow window : activities) {
            bytes += window.approximateBytes();
        }
        for (TimedRule rule : rules) {
            bytes += 32 * rule.statistics.length;
        }
        return bytes;
    }

    private void add(Bucket bucket, BucketLevel only, boolean freshOnly) {
        for (int i = 0; i < metrics.size(); i++) {
            int ordinal = ordinals.get(i);
            if ((only == null || metrics.get(i).level() == only)
                    && (!freshOnly || fresh.contains(metrics.get(i)))
                    && bucket.has(ordinal)) {
                metrics.get(i).add(bucket.get(ordinal), bucket.start());
            }
        }
        for (int i = 0; i < activities.size(); i++) {
            if ((only == null || activities.get(i).level() == only)
                    && (!freshOnly || fresh.contains(activities.get(i)))) {
                activities.get(i).add(bucket);
            }
        }
    }

    private MetricWindow metric(int ordinal, long lengthMs, boolean quantiles) {
        MetricWindow own = known(ordinal, lengthMs, quantiles);
        if (own != null) {
            return own;
        }
        MetricWindow window = before == null ? null : before.known(ordinal, lengthMs, quantiles);
        if (window == null) {
            window = new MetricWindow(lengthMs, quantiles);
            fresh.add(window);
        }
        ordinals.add(ordinal);
        metrics.add(window);
        return window;
    }

    private ActivityWindow activity(long lengthMs) {
        ActivityWindow own = known(lengthMs);
        if (own != null) {
            return own;
        }
        ActivityWindow window = before == null ? null : before.known(lengthMs);
        if (window == null) {
            window = new ActivityWindow(lengthMs);
            fresh.add(window);
        }
        activities.add(window);
        return window;
    }

    private MetricWindow known(int ordinal, long lengthMs, boolean quantiles) {
        for (int i = 0; i < metrics.size(); i++) {
            MetricWindow window = metrics.get(i);
            // One with quantiles knows everything else as well.
            boolean suffices = window.hasQuantiles() || !quantiles;
            if (ordinals.get(i) == ordinal && window.lengthMs() == lengthMs && suffices) {
                return window;
            }
        }
        return null;
    }

    private ActivityWindow known(long lengthMs) {
        for (ActivityWindow window : activities) {
            if (window.lengthMs() == lengthMs) {
                return window;
            }
        }
        return null;
    }
}
