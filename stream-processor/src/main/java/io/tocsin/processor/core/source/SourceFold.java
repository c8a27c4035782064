package io.tocsin.processor.core.source;

import io.tocsin.processor.core.alert.AlertBook;
import io.tocsin.processor.core.alert.Fingerprint;
import io.tocsin.processor.core.model.AlertOrder;
import io.tocsin.processor.core.model.EvaluationEntry;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.InvalidInputException;
import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.model.MetricKind;
import io.tocsin.processor.core.rule.BuiltInRules;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.severity.SeverityScale;
import io.tocsin.processor.core.stats.Bucket;
import io.tocsin.processor.core.stats.RatioWindow;
import java.util.List;
import java.util.Objects;

/**
 * The fold of a source: what a record does to its state, and what follows. One per task; not thread-safe. Every method
 * checks its input before it changes anything: {@link InvalidInputException} leaves the state as it was. Stream time does
 * not go back; where it does, the latest one counts. In the steady state a record allocates nothing.
 *
 * <p>Order within a call: what time has brought about since the last one, as if a tick had come first; then the counts;
 * then the rules about the record; then verdict, evaluation log and {@link Conclusions#statusChange}.
 */
public final class SourceFold {

    /** A promise beyond a year is none. */
    private static final long LONGEST_INTERVAL_MS = 366L * 86_400_000;

    private final SourceFoldSettings settings;
    private final RuleCatalogue rules;
    private final SeverityScale scale;
    private final Judge judge;
    private final List<RecordCheck> checks;
    private final EvaluationWriter evaluations;
    private final TaskBudget unremarkable;
    private final LabelMerge labels;
    private final RecordFacts facts = new RecordFacts();
    private final FieldRole.Memory roles = new FieldRole.Memory();
    private final long graceMs;
    private final long aheadMs;
    private final long closeDelayMs;
    private final long idleCloseMs;

    private int activeAlertsBefore;

    /** Makes a fold. */
    public SourceFold(SourceFoldSettings settings) {
        this(settings, List.of(new OutputChecks()));
    }

    SourceFold(SourceFoldSettings settings, List<RecordCheck> checks) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.checks = List.copyOf(checks);
        rules = settings.rules();
        scale = new SeverityScale(
                settings.severity().warningScore(), settings.severity().criticalScore());
        judge = new Judge(settings);
        evaluations = new EvaluationWriter(settings);
        unremarkable = new TaskBudget(settings.evaluations().unremarkablePerSecond());
        labels = new LabelMerge(settings.limits().maxLabels(), settings.limits().maxTextLength());
        graceMs = settings.time().graceMs();
        aheadMs = settings.time().aheadMs();
        closeDelayMs = settings.time().closeDelayMs();
        idleCloseMs = settings.time().idleCloseMs();
    }

    /** Returns the settings. */
    public SourceFoldSettings settings() {
        return settings;
    }

    /**
     * Folds an event, whose id is known to be new.
     *
     * @param streamTime append time of the record: epoch milliseconds
     * @throws InvalidInputException when the event breaks its contract
     */
    public void onObservation(SourceState s, Observation o, long streamTime, Conclusions out) {
        InputRules.check(o);
        long now = begin(s, streamTime, out);
        long at = effectiveTime(s, o.observedAt(), now);
        Bucket bucket = s.buckets.at(at, now, closeDelayMs, s.metrics.size());
        bucket.countEvent();
        // Sketches grow with the logarithm of the samples at most, so this follows their size closely enough.
        boolean mayHaveGrown = (bucket.events() & bucket.events() - 1) == 0;
        s.eventCount++;
        boolean metricEvent = Observation.METRIC.equals(o.type());
        if (o.labels().size() > 0) {
            if (metricEvent) {
                labels.mergeIdentity(s, o.labels());
            } else {
                labels.merge(s, o.labels());
            }
        }
        facts.clear();
        countMetrics(s, o, bucket, at, now, metricEvent);
        if (o.hasOutcome()) {
            countOperation(s, o, bucket, at, now);
        }
        if (o.intervalMs() > 0) {
            s.heartbeatIntervalMs = Math.min(o.intervalMs(), LONGEST_INTERVAL_MS);
            s.lastHeartbeatAt = now;
            judge.heartbeatArrived();
            s.deadlineStale = true;
        } else if (Observation.REGISTRATION.equals(o.type())) {
            register(s, o, now);
        }
        runChecks(o);
        boolean first = s.status() == Health.UNKNOWN;
        boolean changed = conclude(s, now);
        s.eventsByStatus[s.status().ordinal()]++;
        s.severitySum += s.severityScore();
        if (changed && !first || mayEvaluate(s, now)) {
            s.evaluations.take(settings.evaluations(), now);
            out.evaluation(evaluations.ofEvent(s, o, now));
        } else {
            s.evaluations.fold();
        }
        end(s, changed, out);
        if (mayHaveGrown) {
            s.measure();
        }
    }

    /**
     * Folds a log line, whose id is known to be new.
     *
     * @param streamTime append time of the record: epoch milliseconds
     * @throws InvalidInputException when the line breaks its contract
     */
    public void onLogLine(SourceState s, LogLine l, long streamTime, Conclusions out) {
        InputRules.check(l);
        long now = begin(s, streamTime, out);
        long at = effectiveTime(s, l.observedAt(), now);
        Level level = l.level();
        s.buckets.at(at, now, closeDelayMs, s.metrics.size()).countLog(level);
        s.logCount++;
        if (s.logLevels == null) {
            s.logLevels = new long[Level.COUNT];
            s.logLines = new RatioWindow();
        }
        s.logLevels[level.ordinal()]++;
        if (l.labels().size() > 0) {
            labels.merge(s, l.labels());
        }
        if (s.registeredAt == SourceState.NEVER) {
            s.registeredAt = now;
        }
        s.deadlineStale |= s.lastLogAt == SourceState.NEVER || level.isError();
        s.lastLogAt = now;
        judge.logArrived();
        s.logLines.count(at, level.isError(), now);
        judge.logLines();
        checkLine(l, level);
        boolean first = s.status() == Health.UNKNOWN;
        boolean changed = conclude(s, now);
        if (changed && !first) {
            emit(s, evaluations.ofLogLine(s, l, now), now, out);
        }
        end(s, changed, out);
    }

    /** Notes that a record came whose id had been counted before; nothing else of it counts. */
    public void onDuplicate(SourceState s, long streamTime) {
        s.clock = Math.max(s.clock, streamTime);
        s.duplicateCount++;
    }

    /** Does what is due: closes buckets, ends hold times, notices silence. Harmless when nothing is. */
    public void onTick(SourceState s, long streamTime, Conclusions out) {
        long now = startCall(s, streamTime, out);
        closeBuckets(s, now);
        judge.settle();
        afterTime(s, now, out);
    }

    /**
     * Carries out what a person asks of an alert. The same id twice acts once; an order that does not fit the alert's
     * phase, or is about an alert that the source does not have, changes nothing.
     *
     * @return whether the order did something
     * @throws InvalidInputException when the order names no fingerprint
     */
    public boolean onCommand(SourceState s, AlertOrder order, long streamTime, Conclusions out) {
        try {
            Fingerprint.parse(order.fingerprint());
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("fingerprint " + e.getMessage());
        }
        long now = startCall(s, streamTime, out);
        if (now >= s.deadline) {
            closeBuckets(s, now);
            judge.settle();
        }
        if (s.alerts == null) {
            s.alerts = new AlertBook();
        }
        boolean done = s.alerts.order(
                order,
                s.id,
                now,
                settings.alerts().maxResolved(),
                settings.limits().maxTextLength(),
                judge.alertsOut());
        s.deadlineStale = true;
        afterTime(s, now, out);
        return done;
    }

    private long startCall(SourceState s, long streamTime, Conclusions out) {
        long now = Math.max(s.clock, streamTime);
        s.clock = now;
        activeAlertsBefore = s.activeAlerts();
        judge.begin(s, now, out);
        return now;
    }

    private long begin(SourceState s, long streamTime, Conclusions out) {
        long now = startCall(s, streamTime, out);
        if (now >= s.buckets.closesAt(closeDelayMs)) {
            closeBuckets(s, now);
        }
        if (now >= s.deadline) {
            judge.settle();
        }
        judge.recordActs();
        s.lastSeen = now;
        return now;
    }

    private void closeBuckets(SourceState s, long now) {
        while (now >= s.buckets.closesAt(closeDelayMs)) {
            judge.closed(s.buckets.closeFirst());
        }
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

    private void countMetrics(SourceState s, Observation o, Bucket bucket, long at, long now, boolean metricEvent) {
        boolean operation = o.hasOutcome();
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
            if ((value > slot.limit || slot.threshold != null) && (operation || !slot.ofOperations)) {
                judge.value(slot, value);
            }
        }
    }

    private MetricSlot slot(SourceState s, String name, long now) {
        MetricSlot slot = s.metrics.find(name);
        return slot != null
                ? slot
                : s.metrics.add(name, rules, settings.limits().maxMetrics(), now);
    }

    private void countOperation(SourceState s, Observation o, Bucket bucket, long at, long now) {
        boolean success = o.success();
        bucket.countOperation(success);
        s.operationCount++;
        if (!success) {
            s.errorCount++;
            s.deadlineStale = true;
        }
        if (s.operations == null) {
            s.operations = new RatioWindow();
        }
        s.operations.count(at, !success, now);
        judge.operations();
        double duration = o.durationMs();
        if (!Double.isNaN(duration) && o.indexOfMetric(BuiltInRules.DURATION_MS) < 0) {
            MetricSlot slot = slot(s, BuiltInRules.DURATION_MS, now);
            if (slot == null) {
                s.droppedSamples++;
                return;
            }
            slot.kind = MetricKind.TIMER;
            slot.count(duration, at, o.observedAt());
            bucket.add(slot.ordinal, duration, at);
            if (duration > slot.limit || slot.threshold != null) {
                judge.value(slot, duration);
            }
        }
    }

    private void register(SourceState s, Observation o, long now) {
        if (s.registeredAt == SourceState.NEVER) {
            s.registeredAt = now;
        }
        int index = o.attributes().indexOf("description");
        if (index >= 0 && o.attributes().type(index) == Fields.Type.TEXT) {
            String text = o.attributes().textAt(index).string();
            int most = settings.limits().maxTextLength();
            s.description = text.length() <= most ? text : text.substring(0, most);
        }
    }

    private void runChecks(Observation o) {
        try {
            facts.readRest(o, roles);
            for (int i = 0; i < checks.size(); i++) {
                checks.get(i).check(o, facts, judge);
            }
        } catch (RuntimeException e) {
            // What cannot be judged must not pass for healthy: the rule's advice is the fail-safe decision.
            judge.report(
                    BuiltInRules.EVALUATION_FAILED.id(),
                    "a check failed with " + e.getClass().getSimpleName());
        }
    }

    private void checkLine(LogLine l, Level level) {
        if (level == Level.FATAL) {
            judge.report(BuiltInRules.LOG_CRITICAL.id(), "a log line of level FATAL");
        } else if ((level == Level.UNKNOWN || level.compareTo(Level.WARN) >= 0)
                && TextScan.showsException(l.message())) {
            judge.report(BuiltInRules.LOG_CRITICAL.id(), "a log line with an exception");
        }
    }

    /** Makes the verdict anew if need be; returns whether it changed. */
    private boolean conclude(SourceState s, long now) {
        boolean first = s.verdict == Verdict.UNKNOWN;
        if (!judge.changed() && !first) {
            return false;
        }
        Health before = s.status();
        s.verdict = Verdict.of(s.conditions, scale, rules);
        s.verdictVersion++;
        if (s.status() != before) {
            s.changedAt = now;
        }
        return true;
    }

    private boolean mayEvaluate(SourceState s, long now) {
        return s.evaluations.has(settings.evaluations(), now)
                && (s.status() != Health.NORMAL || unremarkable.take(now));
    }

    private void emit(SourceState s, EvaluationEntry entry, long now, Conclusions out) {
        s.evaluations.take(settings.evaluations(), now);
        out.evaluation(entry);
    }

    private void afterTime(SourceState s, long now, Conclusions out) {
        boolean changed = judge.changed() && conclude(s, now);
        if (changed) {
            emit(s, evaluations.ofTick(s, now), now, out);
        }
        end(s, changed, out);
    }

    private void end(SourceState s, boolean changed, Conclusions out) {
        if (s.deadlineStale) {
            s.deadlineStale = false;
            s.deadline = judge.nextDeadline();
            s.measure();
        }
        s.deadline = Math.min(s.deadline, s.buckets.closesAt(idleCloseMs));
        if (changed || s.activeAlerts() != activeAlertsBefore) {
            out.statusChange(s);
        }
    }
}
