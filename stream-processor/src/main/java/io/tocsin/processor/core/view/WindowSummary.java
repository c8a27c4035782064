package io.tocsin.processor.core.view;

import java.util.Map;

/**
 * What happened at a source in one window: the buckets that overlap it. Immutable.
 *
 * @param window name of the window: 1m, 5m, 15m, 1h or 24h
 * @param from start of the first bucket: epoch milliseconds, inclusive
 * @param to end of the window: epoch milliseconds, exclusive
 * @param eventCount events
 * @param logCount log lines
 * @param errorCount operations that failed
 * @param operationCount operations that ended
 * @param errorRate failed share of the operations in [0,1], or NaN
 * @param throughput events and log lines per second
 * @param logLevels log lines by level, those above 0 only
 * @param logErrorRate share of lines of level ERROR or FATAL in [0,1], or NaN
 * @param metrics statistics by metric
 */
public record WindowSummary(
        String window,
        long from,
        long to,
        long eventCount,
        long logCount,
        long errorCount,
        long operationCount,
        double errorRate,
        double throughput,
        Map<String, Long> logLevels,
        double logErrorRate,
        Map<String, MetricSummary> metrics) {}
