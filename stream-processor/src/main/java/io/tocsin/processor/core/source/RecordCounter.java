package io.tocsin.processor.core.source;

import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.model.MetricKind;
import io.tocsin.processor.core.rule.BuiltInRules;
import io.tocsin.processor.core.stats.Bucket;
import io.tocsin.processor.core.stats.BucketLevel;
import io.tocsin.processor.core.stats.RatioWindow;

/**
 * Counts what a record brings, in the totals of its source and in the bucket of its time, and shows each value to the
 * {@link Judge} that may care. Works on one source at a time; not thread-safe.
 */
final class RecordCounter {

    private final Judge judge;
    private final RuleBinder binder;
    private final LabelMerge labels;
    private final int maxMetrics;
    private final int maxTextLength;
    private final long graceMs;
    private final long aheadMs;
    private final long closeDelayMs;

    RecordCounter(SourceFoldSettings settings, Judge judge, RuleBinder binder) {
        this.judge = judge;
        this.binder = binder;
        maxMetrics = settings.limits().maxMetrics();
        maxTextLength = settings.limits().maxTextLength();
        labels = new LabelMerge(settings.limits().maxLabels(), maxTextLength);
        graceMs = settings.time().graceMs();
        aheadMs = settings.time().aheadMs();
        closeDelayMs = settings.time().closeDelayMs();
    }

    /** Counts an event; what its metrics say of how it went is left in the facts. */
    void event(SourceState s, Observation o, long now, RecordFacts facts) {
        long at = effectiveTime(s, o.observedAt(), now);
        Bucket bucket = s.buckets.at(at, now, closeDelayMs, s.metrics.size());
        bucket.countEvent();
        // Sketches grow with the logarithm of the samples at most, so this follows their size closely enough.
        s.sizeStale |= (bucket.events() & bucket.events() - 1) == 0;
        s.eventCount++;
        boolean metricEvent = Observation.METRIC.equals(o.type());
        if (o.labels().size() > 0) {
            if (metricEvent) {
                labels.mergeIdentity(s, o.labels());
            } else {
                labels.merge(s, o.labels());
            }
        }
        if (isLate(s, at, now)) {
            s.timed.lateEvent(at);
        }
        metrics(s, o, bucket, at, now, metricEvent, facts);
        if (o.hasOutcome()) {
            operation(s, o, bucket, at, now);
        }
        if (Observation.REGISTRATION.equals(o.type())) {
            register(s, o, now);
        }
    }

    /** Counts a log line. */
    void line(SourceState s, LogLine l, long now) {
        long at = effectiveTime(s, l.observedAt(), now);
        Level level = l.level();
        s.buckets.at(at, now, closeDelayMs, s.metrics.size()).countLog(level);
        if (isLate(s, at, now)) {
            s.timed.lateLog(level, at);
        }
        s.logCount++;
        if (s.logLevels == null) {
            s.logLevels = new long[Level.COUNT];
            s.logLines = new RatioWindow();
            s.sizeStale = true;
        }
        s.logLevels[level.ordinal()]++;
        if (l.labels().size() > 0) {
            labels.merge(s, l.labels());
        }
        if (s.registeredAt == SourceState.NEVER) {
            s.registeredAt = now;
        }
        // A bad one, or the first of its slot, may bring the next deadline nearer; others can only put it off.
        s.deadlineStale |= s.logLines.count(at, level.isError(), now) || level.isError();
        judge.logLines();
    }

    private long effectiveTime(SourceState s, long observedAt, long now) {
        if (observedAt < now - graceMs) {
            s.lateCount++;
            return now;
        }
        if (observedAt > now + aheadMs) {
            s.futureCount++;
            return now;
        }
        return observedAt;
    }

    private void metrics(
            SourceState s, Observation o, Bucket bucket, long at, long now, boolean metricEvent, RecordFacts facts) {
        boolean operation = o.hasOutcome();
        boolean late = isLate(s, at, now);
        for (int i = 0; i < o.metricCount(); i++) {
            MetricSlot slot = slot(s, o.metricName(i), now);
            if (slot == null) {
                s.droppedSamples++;
                continue;
            }
            double value = o.metricValue(i);
            slot.count(value, at, o.observedAt());
            bucket.add(slot.ordinal, value, at);
            if (o.metricKind(i) != null) {
                slot.kind = o.metricKind(i);
            }
            if (slot.isLatest(at) && (metricEvent || slot.labels != null)) {
                slot.labels = metricEvent && o.labels().size() > 0 ? labels.exactly(s, slot.labels, o.labels()) : null;
            }
            if (slot.role != FieldRole.OTHER) {
                facts.readMetric(slot.role, value);
            }
            if (late) {
                s.timed.late(slot.ordinal, value, at);
            }
            if ((value > slot.above || value < slot.below || slot.held) && (operation || !slot.ofOperations)) {
                judge.value(slot, value);
            }
        }
    }

    private void operation(SourceState s, Observation o, Bucket bucket, long at, long now) {
        boolean success = o.success();
        bucket.countOperation(success);
        if (isLate(s, at, now)) {
            s.timed.lateOperation(success, at);
        }
        s.operationCount++;
        if (!success) {
            s.errorCount++;
        }
        if (s.operations == null) {
            s.operations = new RatioWindow();
            s.sizeStale = true;
        }
        s.deadlineStale |= s.operations.count(at, !success, now) || !success;
        judge.operations();
        double duration = o.durationMs();
        if (!Double.isNaN(duration) && o.indexOfMetric(BuiltInRules.DURATION_MS) < 0) {
            duration(s, duration, bucket, at, o.observedAt(), now);
        }
        named(s, o, bucket, at, now);
    }

    /** Counts an operation under its own name as well. */
    private void named(SourceState s, Observation o, Bucket bucket, long at, long now) {
        OperationTable.Operation operation = s.namedOperations().findOrAdd(o.operation());
        if (operation == null) {
            return;
        }
        if (!OperationTable.holds(s.metrics, operation.failed)) {
            operation.failed = slot(s, operation.failedMetric, now);
        }
        count(operation.failed, o.success() ? 0 : 1, bucket, at, o.observedAt());
        if (!Double.isNaN(o.durationMs())) {
            if (!OperationTable.holds(s.metrics, operation.duration)) {
                operation.duration = slot(s, operation.durationMetric, now);
                if (operation.duration != null) {
                    operation.duration.kind = MetricKind.TIMER;
                }
            }
            count(operation.duration, o.durationMs(), bucket, at, o.observedAt());
        }
    }

    private static void count(MetricSlot slot, double value, Bucket bucket, long at, long observedAt) {
        // Without room for its metrics an operation counts for its source only; none of its samples is lost.
        if (slot != null) {
            slot.count(value, at, observedAt);
            bucket.add(slot.ordinal, value, at);
        }
    }

    private void duration(SourceState s, double duration, Bucket bucket, long at, long observedAt, long now) {
        MetricSlot slot = slot(s, BuiltInRules.DURATION_MS, now);
        if (slot == null) {
            s.droppedSamples++;
            return;
        }
        slot.kind = MetricKind.TIMER;
        slot.count(duration, at, observedAt);
        bucket.add(slot.ordinal, duration, at);
        if (isLate(s, at, now)) {
            s.timed.late(slot.ordinal, duration, at);
        }
        if (duration > slot.above || duration < slot.below || slot.held) {
            judge.value(slot, duration);
        }
    }

    private MetricSlot slot(SourceState s, String name, long now) {
        MetricSlot slot = s.metrics.find(name);
        if (slot != null) {
            return slot;
        }
        s.sizeStale = true;
        MetricSlot added = s.metrics.add(name, maxMetrics, now);
        if (added != null) {
            binder.bind(s, added);
        }
        return added;
    }

    /** Returns whether windows of rules must be told: the bucket of the time has been told to them before. */
    private boolean isLate(SourceState s, long at, long now) {
        return s.timed != null && BucketLevel.FINE.startOf(at) + BucketLevel.FINE.lengthMs() + closeDelayMs <= now;
    }

    private void register(SourceState s, Observation o, long now) {
        if (s.registeredAt == SourceState.NEVER) {
            s.registeredAt = now;
        }
        int index = o.attributes().indexOf("description");
        if (index >= 0 && o.attributes().type(index) == Fields.Type.TEXT) {
            String text = o.attributes().textAt(index).string();
            s.description = text.length() <= maxTextLength ? text : text.substring(0, maxTextLength);
        }
    }
}
