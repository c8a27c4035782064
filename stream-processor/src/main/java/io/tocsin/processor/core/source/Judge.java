package io.tocsin.processor.core.source;

import io.tocsin.processor.core.alert.AlertBook;
import io.tocsin.processor.core.anomaly.Baseline;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.MetricKind;
import io.tocsin.processor.core.rule.BuiltInRules;
import io.tocsin.processor.core.rule.Condition;
import io.tocsin.processor.core.rule.Holds;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.rule.Words;
import io.tocsin.processor.core.stats.Bucket;
import io.tocsin.processor.core.stats.RatioWindow;
import java.util.function.Consumer;

/**
 * Holds what is seen of a source against the rules: begins, changes and ends conditions, and brings the alerts in line.
 * Works on one source at a time, from {@link #begin} on; not thread-safe.
 */
final class Judge implements RecordCheck.Findings {

    /** How long after a silence has been reported nobody expects anything any more. */
    private static final long FORGOTTEN_AFTER_MS = 24 * 3_600_000L;

    private final RuleCatalogue catalogue;
    private final Holds holds;
    private final long testMs;
    private final int maxResolved;
    private final Rule errorRate;
    private final Rule logErrorRate;
    private final Rule logSilence;
    private final Rule heartbeatMissing;
    private final Rule zScore;

    private SourceState s;
    private long now;
    private String actor;
    private Conclusions out;
    private final Consumer<AlertChange> alertsOut = change -> out.alertChange(change);
    private boolean changed;

    Judge(SourceFoldSettings settings) {
        catalogue = settings.rules();
        holds = settings.severity().holds();
        testMs = settings.alerts().testMs();
        maxResolved = settings.alerts().maxResolved();
        errorRate = catalogue.byId(BuiltInRules.ERROR_RATE.id());
        logErrorRate = catalogue.byId(BuiltInRules.LOG_ERROR_RATE.id());
        logSilence = catalogue.byId(BuiltInRules.LOG_SILENCE.id());
        heartbeatMissing = catalogue.byId(BuiltInRules.HEARTBEAT_MISSING.id());
        zScore = catalogue.byId(BuiltInRules.Z_SCORE.id());
    }

    /** Turns to a source. */
    void begin(SourceState source, long streamTime, Conclusions conclusions) {
        s = source;
        now = streamTime;
        out = conclusions;
        changed = false;
        actor = AlertChange.TIME;
    }

    /** Says that what follows is caused by a record and not by time. */
    void recordActs() {
        actor = AlertChange.RULE;
    }

    /** Returns whether the set of conditions or a severity changed since the beginning. */
    boolean changed() {
        return changed;
    }

    /** Returns where steps of alerts go. */
    Consumer<AlertChange> alertsOut() {
        return alertsOut;
    }

    /** Holds a value against the rule of its metric; to be called when it is above the limit or a condition holds. */
    void value(MetricSlot slot, double raw) {
        Rule rule = slot.rule;
        // A ratio that a source reports itself may come as a percentage: what is above 1 cannot be a ratio.
        double value = rule.kind() == Rule.Kind.RATIO && raw > 1 ? raw / 100 : raw;
        Condition condition = slot.threshold;
        if (condition != null) {
            changed |= condition.observe(value, value, Double.NaN, 1, holds.clearFactor(), now);
            follow(condition);
        } else if (value > slot.limit) {
            slot.threshold = Condition.ofValue(rule, slot.name, slot.ordinal, value, value, Double.NaN, 1, now);
            enter(slot.threshold);
        }
    }

    /** Holds the error rate against its rule. */
    void operations() {
        ratio(errorRate, s.operations);
    }

    /** Holds the share of error lines against its rule. */
    void logLines() {
        ratio(logErrorRate, s.logLines);
    }

    /** Judges the metrics of a bucket that has closed, and learns from them. */
    void closed(Bucket bucket) {
        if (zScore == null) {
            return;
        }
        for (int ordinal = 0; ordinal < bucket.metricSlots(); ordinal++) {
            if (bucket.has(ordinal)) {
                MetricSlot slot = s.metrics.get(ordinal);
                // The mean of a value that only grows is always unusual.
                if (slot.kind != MetricKind.COUNTER) {
                    anomaly(slot, bucket.get(ordinal).moments().mean());
                }
            }
        }
    }

    @Override
    public void report(String ruleId, String detail) {
        Rule rule = catalogue.byId(ruleId);
        if (rule == null) {
            return;
        }
        Condition condition = s.conditions.find(rule, Condition.NO_METRIC);
        if (condition == null) {
            enter(Condition.ofFinding(rule, Double.NaN, Double.NaN, detail, now));
        } else {
            condition.foundAgain(Double.NaN, Double.NaN, detail, now);
            follow(condition);
        }
    }

    /** Says that a log line has come. */
    void logArrived() {
        arrived(logSilence);
    }

    /** Says that a heartbeat has come. */
    void heartbeatArrived() {
        arrived(heartbeatMissing);
    }

    /** Does what time alone brings about: rates that change, silence, hold times that are over, test alerts. */
    void settle() {
        if (s.operations != null) {
            s.operations.advance(now);
            operations();
        }
        if (s.logLines != null) {
            s.logLines.advance(now);
            logLines();
        }
        if (s.lastLogAt != SourceState.NEVER && logSilence != null) {
            long limit = (long) logSilence.lowestLimit();
            if (silent(logSilence, s.lastLogAt, limit, null)) {
                s.lastLogAt = SourceState.NEVER;
            }
        }
        if (s.lastHeartbeatAt != SourceState.NEVER && heartbeatMissing != null) {
            String promise = "one was promised every " + Words.duration(s.heartbeatIntervalMs);
            if (silent(heartbeatMissing, s.lastHeartbeatAt, heartbeatLimit(), promise)) {
                s.lastHeartbeatAt = SourceState.NEVER;
            }
        }
        for (int i = 0; i < s.conditions.size(); ) {
            Condition condition = s.conditions.get(i);
            Condition.Settled settled = condition.settle(holds, now);
            if (settled == Condition.Settled.LEFT) {
                leave(condition, i);
            } else {
                changed |= settled == Condition.Settled.LOWERED;
                follow(condition);
                i++;
            }
        }
        changed |= s.rulesGone;
        s.rulesGone = false;
        if (s.alerts != null) {
            s.alerts.settle(s.conditions, s.id, now, testMs, maxResolved, alertsOut);
        }
        s.deadlineStale = true;
    }

    /** Returns when {@link #settle} must be called next. */
    long nextDeadline() {
        long next = Long.MAX_VALUE;
        for (int i = 0; i < s.conditions.size(); i++) {
            next = Math.min(next, s.conditions.get(i).nextDeadline(holds, now));
        }
        next = Math.min(next, rateDeadline(errorRate, s.operations));
        next = Math.min(next, rateDeadline(logErrorRate, s.logLines));
        if (s.lastLogAt != SourceState.NEVER && logSilence != null) {
            next = Math.min(next, silenceDeadline(logSilence, s.lastLogAt, (long) logSilence.lowestLimit()));
        }
        if (s.lastHeartbeatAt != SourceState.NEVER && heartbeatMissing != null) {
            next = Math.min(next, silenceDeadline(heartbeatMissing, s.lastHeartbeatAt, heartbeatLimit()));
        }
        return s.alerts == null ? next : Math.min(next, s.alerts.nextDeadline(testMs));
    }

    private void ratio(Rule rule, RatioWindow window) {
        if (rule == null) {
            return;
        }
        Condition condition = s.conditions.size() == 0 ? null : s.conditions.find(rule, Condition.NO_METRIC);
        if (window.total() < rule.minimumSamples()) {
            if (condition != null) {
                condition.observeNothing(now);
                follow(condition);
            }
            return;
        }
        double ratio = window.ratio();
        if (condition != null) {
            changed |= condition.observe(ratio, ratio, Double.NaN, window.total(), holds.clearFactor(), now);
            follow(condition);
        } else if (ratio > rule.lowestLimit()) {
            enter(Condition.ofValue(rule, null, Condition.NO_METRIC, ratio, ratio, Double.NaN, window.total(), now));
        }
    }

    private void anomaly(MetricSlot slot, double mean) {
        if (slot.baseline == null) {
            slot.baseline = new Baseline();
        }
        Baseline baseline = slot.baseline;
        double z = Math.abs(baseline.zScore(mean, zScore.minimumSamples()));
        if (!Double.isNaN(z)) {
            // Far from usual, but not beyond what the metric has shown before: worth knowing, no more.
            double value = baseline.isBeyondHistory(mean) ? z : Math.min(z, highestLimit(zScore));
            Condition condition = slot.anomaly;
            if (condition != null) {
                changed |=
                        condition.observe(value, mean, baseline.mean(), baseline.buckets(), holds.clearFactor(), now);
                follow(condition);
            } else if (value > zScore.lowestLimit()) {
                slot.anomaly = Condition.ofValue(
                        zScore, slot.name, slot.ordinal, value, mean, baseline.mean(), baseline.buckets(), now);
                enter(slot.anomaly);
            }
        }
        baseline.learn(mean);
    }

    private void arrived(Rule rule) {
        Condition condition =
                rule == null || s.conditions.size() == 0 ? null : s.conditions.find(rule, Condition.NO_METRIC);
        if (condition != null) {
            condition.arrived(now);
            follow(condition);
        }
    }

    /** Returns whether it has been silent for so long that nothing is expected any more. */
    private boolean silent(Rule rule, long last, long limit, String detail) {
        long gap = now - last;
        if (gap < limit) {
            return false;
        }
        Condition condition = s.conditions.find(rule, Condition.NO_METRIC);
        if (gap >= limit + FORGOTTEN_AFTER_MS) {
            if (condition != null) {
                leave(condition, indexOf(condition));
            }
            return true;
        }
        if (condition == null) {
            enter(Condition.ofFinding(rule, gap, limit, detail, now));
        } else if (condition.isClearing(holds, now)) {
            condition.foundAgain(gap, limit, detail, now);
            follow(condition);
        }
        return false;
    }

    private void enter(Condition condition) {
        s.conditions.add(condition);
        changed = true;
        follow(condition);
    }

    private void leave(Condition condition, int index) {
        s.conditions.remove(index);
        if (condition.ordinal() != Condition.NO_METRIC) {
            MetricSlot slot = s.metrics.get(condition.ordinal());
            slot.threshold = slot.threshold == condition ? null : slot.threshold;
            slot.anomaly = slot.anomaly == condition ? null : slot.anomaly;
        }
        changed = true;
        if (s.alerts != null) {
            s.alerts.leave(condition, s.id, now, maxResolved, alertsOut);
        }
    }

    private void follow(Condition condition) {
        s.deadlineStale = true;
        if (s.alerts == null) {
            if (!Rule.alerts(condition.severity())) {
                return;
            }
            s.alerts = new AlertBook();
        }
        s.alerts.follow(condition, condition.isClearing(holds, now), s.id, s.labels, now, actor, alertsOut);
    }

    private int indexOf(Condition condition) {
        int index = 0;
        while (s.conditions.get(index) != condition) {
            index++;
        }
        return index;
    }

    private long heartbeatLimit() {
        return (long) (heartbeatMissing.lowestLimit() * s.heartbeatIntervalMs);
    }

    private long silenceDeadline(Rule rule, long last, long limit) {
        Condition condition = s.conditions.find(rule, Condition.NO_METRIC);
        boolean reported = condition != null && !condition.isClearing(holds, now);
        return last + limit + (reported ? FORGOTTEN_AFTER_MS : 0);
    }

    private long rateDeadline(Rule rule, RatioWindow window) {
        // Without bad ones the share stays 0; with too few it stays unknown, unless that must clear a condition.
        if (rule == null || window == null || window.total() == 0) {
            return Long.MAX_VALUE;
        }
        boolean matters = window.bad() > 0 && window.total() >= rule.minimumSamples()
                || s.conditions.find(rule, Condition.NO_METRIC) != null;
        return matters ? window.nextChange() : Long.MAX_VALUE;
    }

    private static double highestLimit(Rule rule) {
        return rule.levels().get(rule.levels().size() - 1).limit();
    }
}
