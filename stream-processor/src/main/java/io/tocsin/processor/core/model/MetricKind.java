package io.tocsin.processor.core.model;

import java.util.Locale;

/** What the values of a metric mean. */
public enum MetricKind {
    /** A value that goes up and down; what a metric is unless its source says otherwise. */
    GAUGE,
    /** A value that only grows, until it starts over. */
    COUNTER,
    /** Single observations of something that has a distribution. */
    HISTOGRAM,
    /** Single durations. */
    TIMER;

    private static final MetricKind[] VALUES = values();

    /**
     * Returns the kind with the ordinal.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static MetricKind of(int ordinal) {
        if (ordinal < 0 || ordinal >= VALUES.length) {
            throw new IllegalArgumentException("no metric kind " + ordinal);
        }
        return VALUES[ordinal];
    }

    /** Returns the kind that a text names, in any case; {@link #GAUGE} for any other text. */
    public static MetricKind parse(String text) {
        for (MetricKind kind : VALUES) {
            if (kind.name().equalsIgnoreCase(text)) {
                return kind;
            }
        }
        return GAUGE;
    }

    /** Returns the name in lower case, as it is in views. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
