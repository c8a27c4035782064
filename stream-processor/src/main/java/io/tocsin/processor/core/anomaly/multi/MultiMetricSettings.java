package io.tocsin.processor.core.anomaly.multi;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * How the metrics of a source are judged together. Immutable.
 *
 * @param detectors detectors that run; without any nothing is judged
 * @param sensitivity from 0 (only the extreme) to 1 (whatever is odd); the threshold halves from 0 to 0.5 and from 0.5 to 1
 */
public record MultiMetricSettings(Set<MultiDetector> detectors, double sensitivity) {

    /** What runs unless something else is said. */
    public static final MultiMetricSettings DEFAULT = new MultiMetricSettings(
            EnumSet.of(MultiDetector.LEVEL, MultiDetector.CORRELATION, MultiDetector.DEPARTURE, MultiDetector.CHANGE),
            0.5);

    private static final double DEFAULT_THRESHOLD = 2.5;

    public MultiMetricSettings {
        Objects.requireNonNull(detectors, "detectors");
        if (!(sensitivity >= 0 && sensitivity <= 1)) {
            throw new IllegalArgumentException("sensitivity " + sensitivity + " is not within 0 and 1");
        }
        EnumSet<MultiDetector> copy = EnumSet.noneOf(MultiDetector.class);
        copy.addAll(detectors);
        detectors = Collections.unmodifiableSet(copy);
    }

    /** Returns how many times its usual size the unrest of a source must have to be an alarm. */
    public double threshold() {
        return DEFAULT_THRESHOLD * Math.pow(4, 0.5 - sensitivity);
    }
}
