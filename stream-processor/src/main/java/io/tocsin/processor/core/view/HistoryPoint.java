package io.tocsin.processor.core.view;

import java.util.Map;

/**
 * One bucket of a source's history. Immutable.
 *
 * @param from start of the bucket: epoch milliseconds, inclusive
 * @param durationMs length of the bucket in milliseconds
 * @param eventCount events
 * @param logCount log lines
 * @param logErrorCount log lines of level ERROR or FATAL
 * @param operationCount operations that ended
 * @param errorCount operations that failed
 * @param metrics statistics by metric
 */
public record HistoryPoint(
        long from,
        long durationMs,
        long eventCount,
        long logCount,
        long logErrorCount,
        long operationCount,
        long errorCount,
        Map<String, MetricSummary> metrics) {}
