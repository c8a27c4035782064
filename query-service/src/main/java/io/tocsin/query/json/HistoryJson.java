package io.tocsin.query.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.TrendPoint;
import java.util.Set;
import java.util.TreeMap;

/** A bucket of a source's history, in our own form and in the documented one. Stateless. */
public final class HistoryJson {

    private HistoryJson() {}

    /**
     * Returns a bucket as {@code /api/v1/sources/{name}/history} has it.
     *
     * @param metrics names of the metrics that are wanted; empty for all
     */
    public static ObjectNode of(TrendPoint point, Set<String> metrics) {
        ObjectNode json = Json.object();
        json.put("from", Json.time(point.getFrom()));
        json.put("duration_ms", point.getDurationMs());
        json.put("event_count", point.getEventCount());
        json.put("log_count", point.getLogCount());
        json.put("log_error_count", point.getLogErrorCount());
        json.put("operation_count", point.getOperationCount());
        json.put("error_count", point.getErrorCount());
        ObjectNode byMetric = json.putObject("metrics");
        new TreeMap<>(point.getMetrics()).forEach((name, statistics) -> {
            if (metrics.isEmpty() || metrics.contains(name)) {
                SourceJson.addStatistics(byMetric.putObject(name), statistics);
            }
        });
        return json;
    }

    /** Returns a bucket as {@code /api/analytics/trends/{service_name}} has it. */
    public static ObjectNode trend(TrendPoint point) {
        ObjectNode json = Json.object();
        json.put("timestamp", Json.time(point.getFrom()));
        json.put("log_count", point.getLogCount());
        json.put("error_count", point.getLogErrorCount());
        json.put("error_rate", errorRate(point));
        json.put("event_count", point.getEventCount());
        json.put("operation_count", point.getOperationCount());
        json.put("failed_operation_count", point.getErrorCount());
        return json;
    }

    /** Returns the share of lines that are errors; 0 without lines. */
    public static double errorRate(TrendPoint point) {
        return point.getLogCount() == 0 ? 0 : (double) point.getLogErrorCount() / point.getLogCount();
    }
}
