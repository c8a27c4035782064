package io.tocsin.processor.core.anomaly.multi;

/** A way to look at all metrics of a source at once. The order is part of the stored form: only append. */
public enum MultiDetector {
    /** How far the metrics are from their means, the fourth power of the deviations averaged: few that are far count. */
    LEVEL,
    /** How far the metrics are from their means, given how they usually move together: Mahalanobis (1936). */
    CORRELATION,
    /** As {@link #CORRELATION}, of what the metrics depart from their own last hours. */
    DEPARTURE,
    /** How much the metrics changed since the row before. */
    CHANGE,
    /** How few random cuts separate the row from a sample of the past: isolation forest with the cuts of a random cut forest. */
    FOREST,
    /** How sparse the past is around the row compared with around its neighbours: local outlier factor. */
    NEIGHBOURS
}
