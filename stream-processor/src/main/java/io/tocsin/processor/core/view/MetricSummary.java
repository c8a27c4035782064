package io.tocsin.processor.core.view;

/**
 * Statistics of one metric over a span. Immutable. What cannot be said of the samples is NaN.
 *
 * @param count number of samples, at least 1
 * @param rate samples per second over the span
 * @param mean arithmetic mean
 * @param stddev sample standard deviation (n-1); NaN with fewer than 2 samples
 * @param min least value
 * @param max greatest value
 * @param last latest value by effective time
 * @param sum sum of the values
 * @param p50 median, within 1 % of the sample of that rank
 * @param p90 90th percentile, as p50
 * @param p95 95th percentile, as p50
 * @param p99 99th percentile, as p50
 * @param slope least-squares trend in units per second; NaN with fewer than 2 distinct times
 */
public record MetricSummary(
        long count,
        double rate,
        double mean,
        double stddev,
        double min,
        double max,
        double last,
        double sum,
        double p50,
        double p90,
        double p95,
        double p99,
        double slope) {}
