package io.tocsin.processor.core.rule;

import java.util.Objects;

/**
 * A number that is told of a source at any time. Immutable.
 *
 * @param aggregation what is made of the samples
 * @param metric the metric, or null for what is about all that the source does
 * @param windowMs how far back samples count, in milliseconds: a minute to a day. As everywhere, the window begins up to
 *     one bucket earlier: of 10 seconds up to 15 minutes, of a minute up to an hour, of 15 minutes above
 */
public record Statistic(Aggregation aggregation, String metric, long windowMs) {

    /** Shortest window. */
    public static final long LEAST_WINDOW_MS = 60_000;
    /** Longest window. */
    public static final long GREATEST_WINDOW_MS = 86_400_000;

    public Statistic {
        Objects.requireNonNull(aggregation, "aggregation");
        if (aggregation.ofMetric() == (metric == null)) {
            throw new IllegalArgumentException(
                    aggregation.text() + (metric == null ? " needs a" : " takes no") + " metric");
        }
        if (windowMs < LEAST_WINDOW_MS || windowMs > GREATEST_WINDOW_MS) {
            throw new IllegalArgumentException("window of " + windowMs + " ms");
        }
    }

    /** Returns the statistic in words: {@code p95 of latency over 5 min}, {@code error_rate over 15 min}. */
    public String words() {
        return aggregation.text() + (metric == null ? "" : " of " + metric) + " over " + Words.duration(windowMs);
    }
}
