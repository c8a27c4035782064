package io.tocsin.processor.core.view;

import io.tocsin.processor.core.stats.MetricBucket;
import io.tocsin.processor.core.stats.Moments;

/** Puts what a bucket knows of a metric into numbers. */
public final class Summaries {

    private static final double[] SHARES = {0.5, 0.9, 0.95, 0.99};

    private Summaries() {}

    /**
     * Returns the summary of a metric that has samples.
     *
     * @param seconds length of the span, for the rate
     */
    public static MetricSummary of(MetricBucket metric, double seconds) {
        Moments moments = metric.moments();
        double[] quantiles = new double[SHARES.length];
        metric.sketch().quantiles(SHARES, quantiles);
        for (int i = 0; i < quantiles.length; i++) {
            // A bin answers for all its samples; the true extremes are known.
            quantiles[i] = Math.min(moments.max(), Math.max(moments.min(), quantiles[i]));
        }
        return new MetricSummary(
                moments.count(),
                moments.count() / seconds,
                moments.mean(),
                moments.deviation(),
                moments.min(),
                moments.max(),
                metric.last(),
                moments.sum(),
                quantiles[0],
                quantiles[1],
                quantiles[2],
                quantiles[3],
                moments.slope());
    }
}
