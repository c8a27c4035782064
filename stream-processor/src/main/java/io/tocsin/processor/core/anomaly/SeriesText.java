package io.tocsin.processor.core.anomaly;

import io.tocsin.processor.core.model.Evidence;
import io.tocsin.processor.core.rule.Words;

/** Says in numbers and words what a detector saw and what was expected. */
public final class SeriesText {

    private SeriesText() {}

    /** Returns the evidence of the latest step of a detector. */
    public static Evidence evidence(String metric, double value, double score, SeriesDetector detector) {
        return Evidence.ofValue(
                score,
                value,
                detector.expected(),
                detector.lower(),
                detector.upper(),
                detector.count(),
                detector.confidence(),
                text(metric, value, detector));
    }

    /** Returns the evidence that a metric does not come any more. */
    public static Evidence missing(String metric, long now, double score, SeriesDetector detector) {
        return Evidence.ofText(
                score,
                detector.count(),
                detector.confidence(),
                "no value of " + metric + " for " + Words.duration(now - detector.lastTime()) + ", expected every "
                        + Words.duration(Math.max(1_000, Math.round(detector.cadence()))));
    }

    private static String text(String metric, double value, SeriesDetector d) {
        String usual = ": expected about " + number(d.expected()) + " (" + number(d.lower()) + " to "
                + number(d.upper()) + ")";
        String seen = metric + " " + number(value);
        switch (d.symptom()) {
            case VALUE:
                return seen + " is " + (d.isAbove() ? "higher" : "lower") + " than ever of late" + usual;
            case JUMP:
                return metric + (d.isAbove() ? " rose by " : " fell by ") + number(Math.abs(d.feature())) + " to "
                        + number(value) + " at once" + usual;
            case LEVEL:
                return "the level of " + metric + " has " + (d.isAbove() ? "risen" : "fallen") + " to "
                        + number(d.feature()) + usual;
            case DRIFT:
                return metric + " has been " + (d.isAbove() ? "above" : "below") + " what is usual for this time, "
                        + number(value) + " now" + usual;
            case VARIANCE:
                return metric + (d.isAbove() ? " varies more than ever" : " varies less than ever") + " of late, "
                        + number(value) + " now" + usual;
            default:
                return seen + " is unusual for this time" + usual;
        }
    }

    private static String number(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return Words.number(value);
        }
        // Three digits say enough.
        double unit = Math.pow(10, Math.floor(Math.log10(Math.abs(value))) - 2);
        double rounded = Math.rint(value / unit) * unit;
        return Words.number(Double.isFinite(rounded) ? Math.rint(rounded * 1e6) / 1e6 : value);
    }
}
