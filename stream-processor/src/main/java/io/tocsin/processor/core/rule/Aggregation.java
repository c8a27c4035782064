package io.tocsin.processor.core.rule;

import java.util.Locale;

/** What is made of the samples of a window. */
public enum Aggregation {
    /** Latest value of a metric. */
    LAST(true),
    /** Arithmetic mean of a metric. */
    MEAN(true),
    /** Least value of a metric. */
    MIN(true),
    /** Greatest value of a metric. */
    MAX(true),
    /** Number of samples of a metric; 0 when there are none. */
    COUNT(true),
    /** Samples of a metric per second; 0 when there are none. */
    RATE(true),
    /** Sum of a metric; 0 when there are no samples. */
    SUM(true),
    /** Sample standard deviation of a metric. */
    STDDEV(true),
    /** Median of a metric. */
    P50(true, 0.5),
    /** 90 % of the samples of a metric are not above. */
    P90(true, 0.9),
    /** 95 % of the samples of a metric are not above. */
    P95(true, 0.95),
    /** 99 % of the samples of a metric are not above. */
    P99(true, 0.99),
    /** Least-squares trend of a metric in units per second. */
    SLOPE(true),
    /** Share of operations that failed. */
    ERROR_RATE(false),
    /** Events and log lines per second. */
    THROUGHPUT(false),
    /** Number of events. */
    EVENTS(false),
    /** Number of operations that ended. */
    OPERATIONS(false),
    /** Number of operations that failed. */
    ERRORS(false),
    /** Number of log lines. */
    LOGS(false),
    /** Number of log lines of level ERROR or FATAL. */
    LOG_ERRORS(false),
    /** Share of log lines that are of level ERROR or FATAL. */
    LOG_ERROR_RATE(false);

    private static final Aggregation[] VALUES = values();

    private final boolean ofMetric;
    private final double share;

    Aggregation(boolean ofMetric) {
        this(ofMetric, Double.NaN);
    }

    Aggregation(boolean ofMetric, double share) {
        this.ofMetric = ofMetric;
        this.share = share;
    }

    /** Returns the aggregation of a name such as {@code p95} or {@code error_rate}, or null. */
    public static Aggregation ofName(String name) {
        for (Aggregation aggregation : VALUES) {
            if (aggregation.text().equals(name)) {
                return aggregation;
            }
        }
        return null;
    }

    /** Returns the name that people use: lower case, {@code avg} and the like are not names. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether it is about one metric; otherwise about all that its source does. */
    public boolean ofMetric() {
        return ofMetric;
    }

    /** Returns whether it is a quantile, for which the distribution must be kept. */
    public boolean isQuantile() {
        return !Double.isNaN(share);
    }

    /** Returns the share of a quantile, in (0,1); NaN for anything else. */
    public double share() {
        return share;
    }
}
