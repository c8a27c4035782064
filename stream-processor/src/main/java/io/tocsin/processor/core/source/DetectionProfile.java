package io.tocsin.processor.core.source;

import io.tocsin.processor.core.anomaly.AnomalySettings;
import io.tocsin.processor.core.anomaly.multi.MultiMetricSettings;
import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.rule.SourceSelector;
import java.util.List;
import java.util.Objects;

/**
 * Which detectors judge some sources, and how sensitive they are. Immutable.
 *
 * @param selector the sources
 * @param anomalies what detectors of single metrics may say
 * @param multiMetric how metrics are judged together
 */
public record DetectionProfile(SourceSelector selector, AnomalySettings anomalies, MultiMetricSettings multiMetric) {

    public DetectionProfile {
        Objects.requireNonNull(selector, "selector");
        Objects.requireNonNull(anomalies, "anomalies");
        Objects.requireNonNull(multiMetric, "multiMetric");
    }

    /** Returns the first profile that is about a source. */
    static DetectionProfile first(List<DetectionProfile> profiles, SourceId source, LabelSet labels) {
        for (DetectionProfile profile : profiles) {
            if (profile.selector.matches(source, labels)) {
                return profile;
            }
        }
        throw new IllegalStateException("no profile is about every source");
    }
}
