package io.tocsin.query.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.MetricLatest;
import io.tocsin.schemas.MetricStatistics;
import io.tocsin.schemas.SourceStatus;
import io.tocsin.schemas.SourceView;
import io.tocsin.schemas.WindowStatistics;
import java.util.Map;
import java.util.TreeMap;

/** A source in our own interface. Stateless. */
public final class SourceJson {

    private SourceJson() {}

    /** Returns a source with its metrics, and with what windows and history the view carries. */
    public static ObjectNode of(SourceView view) {
        ObjectNode source = status(view.getStatus());
        source.put("registered_at", Json.time(view.getRegisteredAt()));
        source.put("description", view.getDescription());
        addTotals(source, view);
        addMetrics(source.putObject("metrics"), view);
        if (view.getOperationCount() > 0) {
            OperationsJson.add(source.putObject("operations"), view);
        }
        if (!view.getWindows().isEmpty()) {
            ObjectNode windows = source.putObject("windows");
            view.getWindows().forEach(window -> addWindow(windows.putObject(window.getWindow()), window));
        }
        Json.texts(source, "active_alerts", view.getActiveAlerts());
        return source;
    }

    /** Returns the state of a source, as in a list of the worst. */
    public static ObjectNode status(SourceStatus status) {
        ObjectNode source = Json.object();
        source.put("source", status.getSource());
        source.put("environment", status.getEnvironment());
        source.put("status", status.getStatus().name());
        source.put("severity_score", status.getSeverityScore());
        source.put("decision", status.getDecision().name());
        var reasons = source.putArray("reasons");
        status.getReasons().forEach(reason -> reasons.add(ReasonJson.of(reason)));
        Json.texts(source, "labels", status.getLabels());
        source.put("first_seen", Json.time(status.getFirstSeen()));
        source.put("last_seen", Json.time(status.getLastSeen()));
        source.put("changed_at", Json.time(status.getChangedAt()));
        source.put("event_count", status.getEventCount());
        source.put("log_count", status.getLogCount());
        return source;
    }

    /** Adds the statistics of one metric over one window. */
    public static void addStatistics(ObjectNode to, MetricStatistics statistics) {
        to.put("count", statistics.getCount());
        Json.number(to, "rate", statistics.getRate());
        Json.number(to, "mean", statistics.getMean());
        Json.number(to, "stddev", statistics.getStddev());
        Json.number(to, "min", statistics.getMin());
        Json.number(to, "max", statistics.getMax());
        Json.number(to, "last", statistics.getLast());
        Json.number(to, "sum", statistics.getSum());
        Json.number(to, "p50", statistics.getP50());
        Json.number(to, "p90", statistics.getP90());
        Json.number(to, "p95", statistics.getP95());
        Json.number(to, "p99", statistics.getP99());
        Json.number(to, "slope", statistics.getSlope());
    }

    private static void addTotals(ObjectNode source, SourceView view) {
        source.put("operation_count", view.getOperationCount());
        source.put("error_count", view.getErrorCount());
        Json.number(source, "error_rate", ratio(view.getErrorCount(), view.getOperationCount()));
        Json.counts(source, "log_levels", view.getLogLevels());
        Json.counts(source, "events_by_status", view.getEventsByStatus());
        Json.number(
                source,
                "average_severity",
                view.getStatus().getEventCount() == 0
                        ? null
                        : Double.valueOf(
                                view.getSeveritySum() / view.getStatus().getEventCount()));
        source.put("late_count", view.getLateCount());
        source.put("future_count", view.getFutureCount());
        source.put("duplicate_count", view.getDuplicateCount());
        source.put("dropped_samples", view.getDroppedSamples());
        source.put("dropped_labels", view.getDroppedLabels());
    }

    private static void addMetrics(ObjectNode metrics, SourceView view) {
        for (Map.Entry<String, MetricLatest> entry : new TreeMap<>(view.getLatest()).entrySet()) {
            if (MetricName.of(entry.getKey()).ofOperation()) {
                continue;
            }
            MetricLatest latest = entry.getValue();
            ObjectNode metric = metrics.putObject(entry.getKey());
            Json.number(metric, "value", latest.getValue());
            metric.put("at", Json.time(latest.getAt()));
            metric.put("observed_at", Json.time(latest.getObservedAt()));
            metric.put("kind", latest.getKind());
            metric.put("count", latest.getCount());
            Json.number(metric, "mean", latest.getMean());
            Json.number(metric, "min", latest.getMin());
            Json.number(metric, "max", latest.getMax());
            if (!latest.getLabels().isEmpty()) {
                Json.texts(metric, "labels", latest.getLabels());
            }
            if (!view.getWindows().isEmpty()) {
                addWindows(metric.putObject("windows"), entry.getKey(), view);
            }
        }
    }

    private static void addWindows(ObjectNode to, String metric, SourceView view) {
        for (WindowStatistics window : view.getWindows()) {
            MetricStatistics statistics = window.getMetrics().get(metric);
            if (statistics != null) {
                addStatistics(to.putObject(window.getWindow()), statistics);
            }
        }
    }

    private static void addWindow(ObjectNode to, WindowStatistics window) {
        to.put("from", Json.time(window.getFrom()));
        to.put("to", Json.time(window.getTo()));
        to.put("event_count", window.getEventCount());
        to.put("log_count", window.getLogCount());
        to.put("operation_count", window.getOperationCount());
        to.put("error_count", window.getErrorCount());
        Json.number(to, "error_rate", window.getErrorRate());
        Json.number(to, "throughput", window.getThroughput());
        Json.counts(to, "log_levels", window.getLogLevels());
        Json.number(to, "log_error_rate", window.getLogErrorRate());
    }

    private static Double ratio(long part, long whole) {
        return whole == 0 ? null : Double.valueOf((double) part / whole);
    }
}
