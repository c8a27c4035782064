package io.tocsin.processor.core.source;

import io.tocsin.processor.core.anomaly.multi.MetricRow;
import io.tocsin.processor.core.anomaly.multi.MultiMetricModel;
import io.tocsin.processor.core.anomaly.multi.MultiMetricSettings;
import io.tocsin.processor.core.anomaly.multi.MultiMetricVerdict;
import io.tocsin.processor.core.anomaly.multi.MultiMetricVerdict.Contribution;
import io.tocsin.processor.core.anomaly.multi.MultiMetricWorkspace;
import io.tocsin.processor.core.model.Evidence;
import io.tocsin.processor.core.model.Finding;
import io.tocsin.processor.core.model.MetricKind;
import io.tocsin.processor.core.rule.Condition;
import io.tocsin.processor.core.rule.Words;
import io.tocsin.processor.core.stats.BucketLevel;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Has the gauges of a source judged together once a minute, by the {@link MultiMetricModel}, and opens and closes the finding.
 * Works on the source that its {@link ConditionKeeper} turned to; not thread-safe.
 */
final class MultiMetricWatch {

    /** Detector of its findings. */
    static final String DETECTOR = "multi-metric";

    /** A source gets a model when it is so old: most short-lived ones never need one. */
    private static final long UNJUDGED_MS = 5 * 60_000;

    /** A finding closes by itself when the source has been silent for so long. */
    private static final long HOLD_MS = 10 * 60_000;

    private static final int NAMED = 3;
    /** Rows after which an expectation is trusted wholly: a day, the longest season that most metrics have. */
    private static final double ROWS_OF_FULL_CONFIDENCE = 1440;

    private final ConditionKeeper keeper;
    private final FindingKeeper findings;
    private final MetricRow row = new MetricRow();
    private final MultiMetricWorkspace workspace = new MultiMetricWorkspace();

    MultiMetricWatch(ConditionKeeper keeper, FindingKeeper findings) {
        this.keeper = keeper;
        this.findings = findings;
    }

    /**
     * Takes the minute that has closed, whose means the metrics of the source hold.
     *
     * @param minute its start: epoch milliseconds
     */
    void minuteClosed(long minute) {
        SourceState s = keeper.source();
        MultiMetricSettings settings = s.detection.multiMetric();
        if (settings.detectors().isEmpty() || minute - s.firstSeen < UNJUDGED_MS) {
            return;
        }
        row.clear();
        for (int ordinal = 0; ordinal < s.metrics.size(); ordinal++) {
            MetricSlot slot = s.metrics.get(ordinal);
            if (slot.minuteSamples > 0 && slot.kind == MetricKind.GAUGE) {
                row.add(slot.name, slot.judged());
            }
        }
        if (row.size() < MultiMetricModel.FEWEST_METRICS) {
            return;
        }
        MultiMetricVerdict verdict = s.learned().get(MultiMetricModel.KIND).step(row, settings, workspace);
        if (verdict.alarm()) {
            findings.found(
                    Finding.ANOMALY,
                    DETECTOR,
                    "",
                    Condition.NO_METRIC,
                    minute - (verdict.rowsInAlarm() - 1) * BucketLevel.MINUTE.lengthMs(),
                    HOLD_MS,
                    evidence(settings, verdict));
        } else {
            findings.close(Finding.ANOMALY, DETECTOR, "");
        }
    }

    private Evidence evidence(MultiMetricSettings settings, MultiMetricVerdict verdict) {
        double sum = 0;
        for (Contribution contribution : verdict.contributions()) {
            sum += contribution.share();
        }
        Map<String, Double> shares = new TreeMap<>();
        for (Contribution contribution : verdict.contributions()) {
            shares.put(contribution.metric(), contribution.share() / sum);
        }
        return new Evidence(
                verdict.score(),
                verdict.unrest(),
                1,
                0,
                settings.threshold(),
                verdict.rows(),
                Math.min(1, verdict.rows() / ROWS_OF_FULL_CONFIDENCE),
                text(verdict),
                shares);
    }

    private String text(MultiMetricVerdict verdict) {
        List<Contribution> most = verdict.contributions();
        StringBuilder text = new StringBuilder(160);
        text.append(String.format(
                Locale.ROOT, "%d metrics together are %.1f times as restless as usual", row.size(), verdict.unrest()));
        for (int i = 0; i < Math.min(NAMED, most.size()); i++) {
            Contribution c = most.get(i);
            text.append(i == 0 ? ", above all " : ", ");
            text.append(String.format(
                    Locale.ROOT,
                    "%s (%s, usually %s)",
                    c.metric(),
                    Words.number(c.seen()),
                    Words.number(c.expected())));
        }
        return text.toString();
    }
}
