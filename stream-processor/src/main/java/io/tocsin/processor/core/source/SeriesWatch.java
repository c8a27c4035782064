package io.tocsin.processor.core.source;

import io.tocsin.processor.core.anomaly.AnomalySettings;
import io.tocsin.processor.core.anomaly.SeriesDetector;
import io.tocsin.processor.core.anomaly.SeriesModel;
import io.tocsin.processor.core.anomaly.SeriesModels;
import io.tocsin.processor.core.anomaly.SeriesText;
import io.tocsin.processor.core.model.Evidence;
import io.tocsin.processor.core.model.Finding;
import io.tocsin.processor.core.model.MetricKind;
import io.tocsin.processor.core.stats.BucketLevel;
import java.util.List;

/**
 * Shows the mean of each minute of each metric to its detector, and turns what that says into findings. A source is watched
 * from {@value #LEAST_MINUTES} minutes on, so that what comes and goes leaves no model behind. Works on the source that its {@link ConditionKeeper} turned to; not thread-safe.
 */
final class SeriesWatch {

    /** Detector of the findings. */
    static final String DETECTOR = "series";

    /** Detector of findings about a metric that does not come any more. */
    static final String MISSING = "missing-data";

    static final int LEAST_MINUTES = 10;

    private static final long HOLD_MS = 4 * 3_600_000L;
    private static final int HOLD_VALUES = 10;
    private static final long MISSING_HOLD_MS = 86_400_000L;

    private final ConditionKeeper keeper;
    private final FindingKeeper findings;

    SeriesWatch(ConditionKeeper keeper, FindingKeeper findings) {
        this.keeper = keeper;
        this.findings = findings;
    }

    /** Takes the minute that is about to close from the metrics. */
    void minuteClosed(long minute) {
        SourceState s = keeper.source();
        if (minute - s.firstSeen < LEAST_MINUTES * BucketLevel.MINUTE.lengthMs()) {
            return;
        }
        AnomalySettings settings = s.detection.anomalies();
        SeriesModels models = s.learned.get(SeriesModels.KIND);
        for (int ordinal = 0; ordinal < s.metrics.size(); ordinal++) {
            MetricSlot slot = s.metrics.get(ordinal);
            // The mean of what only grows is always unusual, and that of status codes means nothing.
            if (slot.kind == MetricKind.COUNTER || slot.role == FieldRole.STATUS || !settings.watches(slot.name)) {
                continue;
            }
            if (slot.minuteSamples > 0) {
                judge(settings, models, slot, minute);
            } else {
                miss(settings, models.find(ordinal, slot.name), slot);
            }
        }
    }

    private void judge(AnomalySettings settings, SeriesModels models, MetricSlot slot, long minute) {
        SeriesModel model = models.step(slot.ordinal, slot.name, minute, slot.judged());
        double score = model.score();
        SeriesDetector detector = model.detector();
        if (slot.findings > 0) {
            findings.close(Finding.ANOMALY, MISSING, slot.name);
        }
        boolean unusual =
                score >= settings.scoreOf(slot.name) && settings.symptoms().contains(detector.symptom());
        if (unusual && !isToldBesides(slot.name)) {
            long hold = (long) Math.max(HOLD_MS, HOLD_VALUES * detector.cadence());
            Evidence evidence = SeriesText.evidence(slot.name, slot.minuteValue, score, detector);
            findings.found(Finding.ANOMALY, DETECTOR, slot.name, slot.ordinal, minute, hold, evidence);
        } else if (slot.findings > 0 && model.isOver()) {
            findings.close(Finding.ANOMALY, DETECTOR, slot.name);
        }
    }

    /**
     * Whether the same is told already of what a metric is a part of, or of a part of it: an operation that takes long makes all
     * operations together take long, and is told once.
     */
    private boolean isToldBesides(String metric) {
        List<OpenFinding> open = keeper.source().findings;
        boolean besides = false;
        for (int i = 0; i < open.size(); i++) {
            String subject = open.get(i).finding.subject();
            if (open.get(i).is(Finding.ANOMALY, DETECTOR, metric)) {
                return false;
            }
            besides |= open.get(i).is(Finding.ANOMALY, DETECTOR, subject)
                    && (MetricSlot.isPart(subject, metric) || MetricSlot.isPart(metric, subject));
        }
        return besides;
    }

    private void miss(AnomalySettings settings, SeriesModel model, MetricSlot slot) {
        if (model == null || !settings.missing() || findings.isOpen(Finding.ANOMALY, MISSING, slot.name)) {
            return;
        }
        double score = model.missing(keeper.now());
        if (score >= settings.scoreOf(slot.name)) {
            SeriesDetector detector = model.detector();
            Evidence evidence = SeriesText.missing(slot.name, keeper.now(), score, detector);
            findings.found(
                    Finding.ANOMALY, MISSING, slot.name, slot.ordinal, detector.lastTime(), MISSING_HOLD_MS, evidence);
        }
    }
}
