package io.tocsin.processor.core.source;

import io.tocsin.processor.core.alert.AlertSettings;
import io.tocsin.processor.core.alert.FlapSettings;
import io.tocsin.processor.core.anomaly.AnomalySettings;
import io.tocsin.processor.core.anomaly.multi.MultiMetricSettings;
import io.tocsin.processor.core.pattern.SignalSettings;
import io.tocsin.processor.core.rule.Holds;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.rule.SourceSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What the fold of a source can be told. Immutable. Durations are milliseconds of stream time.
 *
 * @param time which time a record counts at, and when buckets close
 * @param limits what one source may take
 * @param severity bands of the score and how long reasons hold
 * @param evaluations how many entries the evaluation log gets
 * @param alerts times of an alert's life
 * @param rules the rules in force; a built-in rule that is missing is off
 * @param mask hides secrets in input snapshots
 * @param multiMetric how the metrics of a source are judged together
 * @param signals what each source is watched for, so that failure patterns can be told
 * @param anomalies what detectors of single metrics may say
 * @param profiles which sources are judged otherwise than {@code multiMetric} and {@code anomalies} say; the first one that
 *     is about a source counts
 */
public record SourceFoldSettings(
        TimeSettings time,
        Limits limits,
        SeveritySettings severity,
        EvaluationSettings evaluations,
        AlertSettings alerts,
        RuleCatalogue rules,
        SnapshotMask mask,
        MultiMetricSettings multiMetric,
        SignalSettings signals,
        AnomalySettings anomalies,
        List<DetectionProfile> profiles) {

    /**
     * Which time a record counts at, and when buckets close.
     *
     * @param graceMs a record observed up to so long before stream time counts where it was observed; later it counts at
     *     stream time and as late. At most the span of the fine ring less a minute (15 minutes)
     * @param aheadMs a record observed up to so long after stream time counts where it was observed; beyond it counts at
     *     stream time and as future. At most a minute
     * @param closeDelayMs how long after its end a fine bucket takes records on the fast path, before it is closed,
     *     judged and fed to the coarser ring
     * @param idleCloseMs how long after its end a tick closes a fine bucket that no record has closed, at least the
     *     close delay
     */
    public record TimeSettings(long graceMs, long aheadMs, long closeDelayMs, long idleCloseMs) {
        public TimeSettings {
            require(graceMs >= 0 && graceMs <= 900_000, "grace", graceMs);
            require(aheadMs >= 0 && aheadMs <= 60_000, "ahead", aheadMs);
            require(closeDelayMs >= 0 && closeDelayMs <= 60_000, "close delay", closeDelayMs);
            require(idleCloseMs >= closeDelayMs && idleCloseMs <= 600_000, "idle close", idleCloseMs);
        }
    }

    /**
     * What one source may take.
     *
     * @param maxMetrics metrics of a source; samples of further ones are counted as dropped
     * @param maxLabels labels of a source; further ones are counted as dropped
     * @param maxSnapshotEntries entries of an input snapshot
     * @param maxTextLength chars of a text that is kept from a record: label, description, snapshot value
     */
    public record Limits(int maxMetrics, int maxLabels, int maxSnapshotEntries, int maxTextLength) {
        public Limits {
            require(maxMetrics >= 1 && maxMetrics <= 1000, "metrics", maxMetrics);
            require(maxLabels >= 1 && maxLabels <= 1000, "labels", maxLabels);
            require(maxSnapshotEntries >= 0 && maxSnapshotEntries <= 1000, "snapshot entries", maxSnapshotEntries);
            require(maxTextLength >= 16 && maxTextLength <= 65_536, "text length", maxTextLength);
        }
    }

    /**
     * Bands of the score and how long reasons hold.
     *
     * @param warningScore least score of the WARNING band, in (0,1)
     * @param criticalScore least score of the CRITICAL band, above the warning score and at most 1
     * @param clearFactor share of a limit below which a value clears it, in (0,1]
     * @param holdMs how long a cleared condition must stay so before its reason leaves
     * @param findingHoldMs how long a finding about a single record holds after the last one
     * @param staleMs how long a reason about a metric holds when the metric is not reported any more
     */
    public record SeveritySettings(
            double warningScore,
            double criticalScore,
            double clearFactor,
            long holdMs,
            long findingHoldMs,
            long staleMs) {
        public SeveritySettings {
            require(warningScore > 0 && warningScore < 1, "warning score", warningScore);
            require(criticalScore > warningScore && criticalScore <= 1, "critical score", criticalScore);
            require(clearFactor > 0 && clearFactor <= 1, "clear factor", clearFactor);
            require(holdMs >= 0, "hold", holdMs);
            require(findingHoldMs >= 0, "finding hold", findingHoldMs);
            require(staleMs >= holdMs, "stale", staleMs);
        }

        Holds holds() {
            return new Holds(clearFactor, holdMs, findingHoldMs, staleMs);
        }
    }

    /**
     * How many entries the evaluation log gets. What changes status or reasons always gets one.
     *
     * @param burst entries that a source may make at once
     * @param refillMs time after which a source may make one more
     * @param unremarkablePerSecond entries per second that all sources of a task together may make about events that
     *     changed nothing
     */
    public record EvaluationSettings(int burst, long refillMs, int unremarkablePerSecond) {
        public EvaluationSettings {
            require(burst >= 0 && burst <= 10_000, "burst", burst);
            require(refillMs >= 1, "refill", refillMs);
            require(unremarkablePerSecond >= 0, "unremarkable per second", unremarkablePerSecond);
        }
    }

    public SourceFoldSettings {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(evaluations, "evaluations");
        Objects.requireNonNull(alerts, "alerts");
        Objects.requireNonNull(rules, "rules");
        Objects.requireNonNull(mask, "mask");
        Objects.requireNonNull(multiMetric, "multiMetric");
        Objects.requireNonNull(signals, "signals");
        Objects.requireNonNull(anomalies, "anomalies");
        profiles = List.copyOf(profiles);
    }

    /** Returns the settings that hold unless configured otherwise; only fields that name a secret are masked. */
    public static SourceFoldSettings defaults() {
        return new SourceFoldSettings(
                new TimeSettings(900_000, 60_000, 2_000, 15_000),
                new Limits(200, 64, 64, 512),
                new SeveritySettings(0.7, 0.9, 0.95, 30_000, 60_000, 300_000),
                new EvaluationSettings(20, 10_000, 200),
                new AlertSettings(300_000, 32, 0, new FlapSettings(7, 3_600_000, 900_000)),
                RuleCatalogue.builtIn(),
                SnapshotMask.of(text -> text),
                MultiMetricSettings.DEFAULT,
                SignalSettings.defaults(),
                AnomalySettings.defaults(),
                List.of());
    }

    /** Returns these settings with other thresholds of what sources are watched for. */
    public SourceFoldSettings withSignals(SignalSettings other) {
        return new SourceFoldSettings(
                time, limits, severity, evaluations, alerts, rules, mask, multiMetric, other, anomalies, profiles);
    }

    /** Returns these settings with others of the detectors of single metrics. */
    public SourceFoldSettings withAnomalies(AnomalySettings other) {
        return new SourceFoldSettings(
                time, limits, severity, evaluations, alerts, rules, mask, multiMetric, signals, other, profiles);
    }

    /** Returns these settings with another masking. */
    public SourceFoldSettings withMask(SnapshotMask other) {
        return new SourceFoldSettings(
                time, limits, severity, evaluations, alerts, rules, other, multiMetric, signals, anomalies, profiles);
    }

    /** Returns these settings with another budget of the evaluation log. */
    public SourceFoldSettings withEvaluations(EvaluationSettings other) {
        return new SourceFoldSettings(
                time, limits, severity, other, alerts, rules, mask, multiMetric, signals, anomalies, profiles);
    }

    /** Returns these settings with other limits. */
    public SourceFoldSettings withLimits(Limits other) {
        return new SourceFoldSettings(
                time, other, severity, evaluations, alerts, rules, mask, multiMetric, signals, anomalies, profiles);
    }

    /** Returns these settings with other rules. */
    public SourceFoldSettings withRules(RuleCatalogue other) {
        return new SourceFoldSettings(
                time, limits, severity, evaluations, alerts, other, mask, multiMetric, signals, anomalies, profiles);
    }

    /** Returns these settings with other times of an alert's life. */
    public SourceFoldSettings withAlerts(AlertSettings other) {
        return new SourceFoldSettings(
                time, limits, severity, evaluations, other, rules, mask, multiMetric, signals, anomalies, profiles);
    }

    /** Returns these settings with other bands and hold times. */
    public SourceFoldSettings withSeverity(SeveritySettings other) {
        return new SourceFoldSettings(
                time, limits, other, evaluations, alerts, rules, mask, multiMetric, signals, anomalies, profiles);
    }

    /** Returns these settings with other times of records and buckets. */
    public SourceFoldSettings withTime(TimeSettings other) {
        return new SourceFoldSettings(
                other, limits, severity, evaluations, alerts, rules, mask, multiMetric, signals, anomalies, profiles);
    }

    /** Returns these settings with another way to judge metrics together. */
    public SourceFoldSettings withMultiMetric(MultiMetricSettings other) {
        return new SourceFoldSettings(
                time, limits, severity, evaluations, alerts, rules, mask, other, signals, anomalies, profiles);
    }

    /** Returns these settings with other profiles of detection. */
    public SourceFoldSettings withProfiles(List<DetectionProfile> others) {
        return new SourceFoldSettings(
                time, limits, severity, evaluations, alerts, rules, mask, multiMetric, signals, anomalies, others);
    }

    /** Returns the profiles with the one behind them that is about every source. */
    List<DetectionProfile> allProfiles() {
        List<DetectionProfile> all = new ArrayList<>(profiles);
        all.add(new DetectionProfile(SourceSelector.ALL, anomalies, multiMetric));
        return List.copyOf(all);
    }

    private static void require(boolean holds, String what, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(what + " must not be " + value);
        }
    }
}
