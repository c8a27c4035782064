package io.tocsin.processor.core.anomaly;

/** What can be unusual about a series. The order is that of the stored form. */
public enum Symptom {
    /** The value itself: higher or lower than all that are remembered. */
    VALUE(0.5),
    /** The step from one value to the next. */
    JUMP(0.5),
    /** The value for its time: after the level of late and the seasons are taken off. */
    SEASON(1),
    /** The mean of a dozen values for their time. */
    DRIFT(0.5),
    /** The mean of the last sixty values. */
    LEVEL(1),
    /** How much the values vary: more than ever, or less. What fades slowly into a flat line is got used to on the way. */
    VARIANCE(0.5);

    /** Symptoms by ordinal. */
    static final Symptom[] ALL = values();

    private final double weight;

    Symptom(double weight) {
        this.weight = weight;
    }

    /** Returns what its distance beyond the extremes counts: less for what says mostly what another one says. */
    double weight() {
        return weight;
    }
}
