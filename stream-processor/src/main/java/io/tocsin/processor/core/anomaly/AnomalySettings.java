package io.tocsin.processor.core.anomaly;

import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What the detectors of single metrics may say. Immutable.
 *
 * @param score score from which on something is an anomaly, in (0,1]: the higher, the quieter
 * @param symptoms what can be an anomaly; empty for nothing
 * @param missing whether it is one that a metric does not come any more while its source goes on
 * @param byMetric scores that hold for single metrics in place of the general one; {@link #OFF} for a metric that is not
 *     watched
 */
public record AnomalySettings(double score, Set<Symptom> symptoms, boolean missing, Map<String, Double> byMetric) {

    /** Score that nothing reaches. */
    public static final double OFF = 2;

    public AnomalySettings {
        require(score, "score");
        byMetric = Map.copyOf(byMetric);
        byMetric.forEach((metric, one) -> require(one, "score of " + metric));
        symptoms = Set.copyOf(Objects.requireNonNull(symptoms, "symptoms"));
    }

    /** Returns the settings that hold unless configured otherwise. */
    public static AnomalySettings defaults() {
        return new AnomalySettings(0.98, EnumSet.allOf(Symptom.class), true, Map.of());
    }

    /** Returns the score from which on something about a metric is an anomaly. */
    public double scoreOf(String metric) {
        return byMetric.isEmpty() ? score : byMetric.getOrDefault(metric, score);
    }

    /** Returns whether anything may be said about a metric. */
    public boolean watches(String metric) {
        return scoreOf(metric) < OFF;
    }

    private static void require(double value, String what) {
        if (!(value > 0 && value <= 1 || value == OFF)) {
            throw new IllegalArgumentException(what + " must not be " + value);
        }
    }
}
