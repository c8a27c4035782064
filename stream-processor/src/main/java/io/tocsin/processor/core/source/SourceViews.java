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
        List<Bucket> fine = new ArrayList<>();
        for (Window window : FINE_WINDOWS) {
            fine.add(new Bucket(window.from(BucketLevel.FINE, time), s.metrics.size()));
        }
        Consumer<Bucket> intoFine = bucket -> mergeInto(fine, bucket, time);
        stored.forEach(buckets, BucketLevel.FINE, fine.get(fine.size() - 1).start(), time, intoFine);
        inMemory(s, intoFine);
        for (int i = 0; i < fine.size(); i++) {
            summaries.add(summary(s, FINE_WINDOWS.get(i).name, fine.get(i), time));
        }
        List<Bucket> hour = List.of(new Bucket(HOUR.from(BucketLevel.MINUTE, time), s.metrics.size()));
        Consumer<Bucket> intoHour = bucket -> mergeInto(hour, bucket, time);
        stored.forEach(buckets, BucketLevel.MINUTE, hour.get(0).start(), time, intoHour);
        inMemory(s, intoHour);
        summaries.add(summary(s, HOUR.name, hour.get(0), time));
        List<Bucket> day = List.of(new Bucket(DAY.from(BucketLevel.QUARTER, time), s.metrics.size()));
        Consumer<Bucket> intoDay = bucket -> mergeInto(day, bucket, time);
        stored.forEach(buckets, BucketLevel.QUARTER, day.get(0).start(), time, intoDay);
        unfedMinute(s, buckets, intoDay);
        inMemory(s, intoDay);
        summaries.add(summary(s, DAY.name, day.get(0), time));
        return summaries;
    }

    private List<HistoryPoint> history(SourceState s, BucketReader buckets, long time) {
        long boundary = BucketLevel.QUARTER.startOf(time - MINUTES_BACK) + BucketLevel.QUARTER.lengthMs();
        TreeMap<Long, Bucket> points = new TreeMap<>();
        Consumer<Bucket> add = bucket -> {
            if (bucket.start() <= time) {
                long start =
                        (bucket.start() < boundary ? BucketLevel.QUARTER : BucketLevel.MINUTE).startOf(bucket.start());
                points.computeIfAbsent(start, each -> new Bucket(each, s.metrics.size()))
                        .merge(bucket);
            }
        };
        stored.forEach(buckets, BucketLevel.QUARTER, DAY.from(BucketLevel.QUARTER, time), boundary - 1, add);
        stored.forEach(buckets, BucketLevel.MINUTE, boundary, time, add);
        if (s.buckets.unfedMinute < boundary) {
            unfedMinute(s, buckets, add);
        }
        inMemory(s, add);
        List<HistoryPoint> history = new ArrayList<>();
        for (Bucket point : points.values()) {
            history.add(point(s, point, point.start() < boundary ? BucketLevel.QUARTER : BucketLevel.MINUTE));
        }
        return history;
    }

    /** Shows what the stored quarters do not know yet of the latest minute. */
    private void unfedMinute(SourceState s, BucketReader buckets, Consumer<Bucket> visitor) {
        if (s.buckets.unfedMinute != LiveBuckets.NO_MINUTE) {
            stored.one(buckets, BucketLevel.MINUTE, s.buckets.unfedMinute, visitor);
        }
    }

    /** Shows what no stored bucket knows yet. */
    private static void inMemory(SourceState s, Consumer<Bucket> visitor) {
        s.buckets.late().forEach(visitor);
        s.buckets.closed().forEach(visitor);
        for (int i = 0; i < s.buckets.openCount(); i++) {
            visitor.accept(s.buckets.open(i));
        }
    }

    private static void mergeInto(List<Bucket> windows, Bucket bucket, long time) {
        for (Bucket window : windows) {
            if (bucket.start() >= window.start() && bucket.start() <= time) {
                window.merge(bucket);
            }
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
