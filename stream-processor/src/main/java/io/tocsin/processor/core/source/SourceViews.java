package io.tocsin.processor.core.source;

import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.stats.Bucket;
import io.tocsin.processor.core.stats.BucketLevel;
import io.tocsin.processor.core.stats.BucketReader;
import io.tocsin.processor.core.view.HistoryPoint;
import io.tocsin.processor.core.view.LatestValue;
import io.tocsin.processor.core.view.MetricSummary;
import io.tocsin.processor.core.view.SourceDetail;
import io.tocsin.processor.core.view.Summaries;
import io.tocsin.processor.core.view.WindowSummary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Answers questions about a source from its state and its stored buckets. Reuses its buffers: not thread-safe, one per
 * thread. Does not change the state.
 *
 * <p>A window of length W at time t is made of the buckets that overlap (t - W, t]: those of 10 seconds for 1m, 5m and
 * 15m, of a minute for 1h, of 15 minutes for 24h. So it is current to the last record, and begins up to one bucket
 * earlier than its name says; {@code from} and {@code to} tell the span, and rates are over that span.
 */
public final class SourceViews {

    private static final long MINUTE = 60_000;

    private static final List<Window> FINE_WINDOWS =
            List.of(new Window("1m", MINUTE), new Window("5m", 5 * MINUTE), new Window("15m", 15 * MINUTE));
    private static final Window HOUR = new Window("1h", 60 * MINUTE);
    private static final Window DAY = new Window("24h", 24 * 60 * MINUTE);

    /** Span before which the history is told in buckets of 15 minutes: a little less than the ring of minutes. */
    private static final long MINUTES_BACK = 62 * MINUTE;

    private final StoredBuckets stored = new StoredBuckets();

    /** How much is asked for. */
    public enum Detail {
        /** Latest values and totals only. */
        SUMMARY,
        /** And the windows of 1m, 5m, 15m, 1h and 24h. */
        WINDOWS,
        /** And the buckets: those of a minute for about the last hour, those of 15 minutes before that. */
        HISTORY
    }

    /**
     * Returns all that is known of a source.
     *
     * @param s state, live or decoded from a committed head
     * @param buckets its stored buckets, of the same commit; not read for {@link Detail#SUMMARY}
     * @param streamTime stream time of the partition: the end of the windows
     * @throws CorruptStateException when a stored bucket cannot be read
     */
    public SourceDetail view(SourceState s, BucketReader buckets, long streamTime, Detail detail) {
        boolean windows = detail != Detail.SUMMARY;
        return new SourceDetail(
                s.standing(),
                latest(s),
                windows ? windows(s, buckets, streamTime) : List.of(),
                detail == Detail.HISTORY ? history(s, buckets, streamTime) : List.of(),
                levels(s::logCount),
                s.operationCount,
                s.errorCount,
                eventsByStatus(s),
                s.severitySum,
                s.lateCount,
                s.futureCount,
                s.duplicateCount,
                s.registeredAt,
                s.description,
                s.alerts == null ? List.of() : s.alerts.openIds(),
                s.droppedSamples,
                s.droppedLabels);
    }

    private static Map<String, LatestValue> latest(SourceState s) {
        Map<String, LatestValue> latest = new TreeMap<>();
        for (int i = 0; i < s.metrics.size(); i++) {
            MetricSlot slot = s.metrics.get(i);
            if (slot.count > 0) {
                latest.put(slot.name, slot.view(s.labels));
            }
        }
        return Collections.unmodifiableMap(latest);
    }

    private List<WindowSummary> windows(SourceState s, BucketReader buckets, long time) {
        List<WindowSummary> summaries = new ArrayList<>();
        fineWindows(s, buckets, time, summaries);
        summaries.add(coarseWindow(s, buckets, time, HOUR, BucketLevel.MINUTE));
        summaries.add(coarseWindow(s, buckets, time, DAY, BucketLevel.QUARTER));
        return summaries;
    }

    /** Reads each bucket once, into the shortest window that it lies in; a longer window takes the shorter ones in. */
    private void fineWindows(SourceState s, BucketReader buckets, long time, List<WindowSummary> summaries) {
        List<Bucket> windows = new ArrayList<>();
        for (Window window : FINE_WINDOWS) {
            windows.add(new Bucket(window.from(BucketLevel.FINE, time), s.metrics.size()));
        }
        LongFunction<Bucket> target = start -> {
            int i = 0;
            while (start < windows.get(i).start()) {
                i++;
            }
            return windows.get(i);
        };
        long from = windows.get(windows.size() - 1).start();
        stored.mergeInto(buckets, BucketLevel.FINE, from, time, target);
        inMemory(s, from, time, target);
        for (int i = 0; i < windows.size(); i++) {
            if (i > 0) {
                windows.get(i).merge(windows.get(i - 1));
            }
            summaries.add(summary(s, FINE_WINDOWS.get(i).name, windows.get(i), time));
        }
    }

    private WindowSummary coarseWindow(
            SourceState s, BucketReader buckets, long time, Window window, BucketLevel level) {
        Bucket sum = new Bucket(window.from(level, time), s.metrics.size());
        LongFunction<Bucket> target = start -> sum;
        stored.mergeInto(buckets, level, sum.start(), time, target);
        if (level == BucketLevel.QUARTER) {
            stored.mergeOne(buckets, BucketLevel.MINUTE, s.buckets.unfedMinute, sum.start(), time, target);
        }
        inMemory(s, sum.start(), time, target);
        return summary(s, window.name, sum, time);
    }

    private List<HistoryPoint> history(SourceState s, BucketReader buckets, long time) {
        long boundary = BucketLevel.QUARTER.startOf(time - MINUTES_BACK) + BucketLevel.QUARTER.lengthMs();
        long from = DAY.from(BucketLevel.QUARTER, time);
        TreeMap<Long, Bucket> points = new TreeMap<>();
        LongFunction<Bucket> target = start -> points.computeIfAbsent(
                levelOf(start, boundary).startOf(start), each -> new Bucket(each, s.metrics.size()));
        stored.mergeInto(buckets, BucketLevel.QUARTER, from, boundary - 1, target);
        stored.mergeInto(buckets, BucketLevel.MINUTE, boundary, time, target);
        stored.mergeOne(buckets, BucketLevel.MINUTE, s.buckets.unfedMinute, from, boundary - 1, target);
        inMemory(s, from, time, target);
        List<HistoryPoint> history = new ArrayList<>();
        for (Bucket point : points.values()) {
            history.add(point(s, point, levelOf(point.start(), boundary)));
        }
        return history;
    }

    private static BucketLevel levelOf(long start, long boundary) {
        return start < boundary ? BucketLevel.QUARTER : BucketLevel.MINUTE;
    }

    /** Adds what no stored bucket knows yet and starts within a span, both ends included. */
    private static void inMemory(SourceState s, long first, long last, LongFunction<Bucket> target) {
        Consumer<Bucket> add = bucket -> {
            if (bucket.start() >= first && bucket.start() <= last) {
                target.apply(bucket.start()).merge(bucket);
            }
        };
        s.buckets.late().forEach(add);
        s.buckets.closed().forEach(add);
        for (int i = 0; i < s.buckets.openCount(); i++) {
            add.accept(s.buckets.open(i));
        }
    }

    private static WindowSummary summary(SourceState s, String name, Bucket bucket, long time) {
        long to = time + 1;
        double seconds = (to - bucket.start()) / 1000.0;
        return new WindowSummary(
                name,
                bucket.start(),
                to,
                bucket.events(),
                bucket.logs(),
                bucket.errors(),
                bucket.operations(),
                share(bucket.errors(), bucket.operations()),
                (bucket.events() + bucket.logs()) / seconds,
                levels(bucket::logs),
                share(errorLines(bucket), bucket.logs()),
                metrics(s, bucket, seconds));
    }

    private static HistoryPoint point(SourceState s, Bucket bucket, BucketLevel level) {
        return new HistoryPoint(
                bucket.start(),
                level.lengthMs(),
                bucket.events(),
                bucket.logs(),
                errorLines(bucket),
                bucket.operations(),
                bucket.errors(),
                metrics(s, bucket, level.lengthMs() / 1000.0));
    }

    private static Map<String, MetricSummary> metrics(SourceState s, Bucket bucket, double seconds) {
        Map<String, MetricSummary> metrics = new TreeMap<>();
        for (int i = 0; i < Math.min(s.metrics.size(), bucket.metricSlots()); i++) {
            if (bucket.has(i)) {
                metrics.put(s.metrics.get(i).name, Summaries.of(bucket.get(i), seconds));
            }
        }
        return Collections.unmodifiableMap(metrics);
    }

    private static Map<String, Long> levels(Function<Level, Long> counts) {
        Map<String, Long> levels = new TreeMap<>();
        for (Level level : Level.values()) {
            long count = counts.apply(level);
            if (count > 0) {
                levels.put(level.name(), count);
            }
        }
        return Collections.unmodifiableMap(levels);
    }

    private static Map<String, Long> eventsByStatus(SourceState s) {
        Map<String, Long> events = new TreeMap<>();
        for (Health band : Health.values()) {
            if (s.eventsByStatus(band) > 0) {
                events.put(band.name(), s.eventsByStatus(band));
            }
        }
        return Collections.unmodifiableMap(events);
    }

    private static long errorLines(Bucket bucket) {
        return bucket.logs(Level.ERROR) + bucket.logs(Level.FATAL);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? Double.NaN : (double) part / whole;
    }

    private static final class Window {

        private final String name;
        private final long lengthMs;

        private Window(String name, long lengthMs) {
            this.name = name;
            this.lengthMs = lengthMs;
        }

        /** Returns the start of the first bucket that overlaps the window. */
        private long from(BucketLevel level, long time) {
            return level.startOf(time - lengthMs + 1);
        }
    }
}
