package io.tocsin.processor.topology.records;

import io.tocsin.processor.core.view.HistoryPoint;
import io.tocsin.processor.core.view.LatestValue;
import io.tocsin.processor.core.view.MetricSummary;
import io.tocsin.processor.core.view.SourceDetail;
import io.tocsin.processor.core.view.WindowSummary;
import io.tocsin.schemas.MetricLatest;
import io.tocsin.schemas.MetricStatistics;
import io.tocsin.schemas.SourceView;
import io.tocsin.schemas.TrendPoint;
import io.tocsin.schemas.WindowStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns all that the core knows of a source into the record of the query RPC. Stateless. */
public final class SourceViewRecords {

    private SourceViewRecords() {}

    /** Returns the record. */
    public static SourceView view(SourceDetail detail) {
        Map<String, MetricLatest> latest = new TreeMap<>();
        detail.latest().forEach((metric, value) -> latest.put(metric, latest(value)));
        List<WindowStatistics> windows = new ArrayList<>(detail.windows().size());
        for (WindowSummary window : detail.windows()) {
            windows.add(window(window));
        }
        List<TrendPoint> history = new ArrayList<>(detail.history().size());
        for (HistoryPoint point : detail.history()) {
            history.add(point(point));
        }
        return new SourceView(
                SourceRecords.status(detail.standing()),
                latest,
                windows,
                history,
                detail.logLevels(),
                detail.operationCount(),
                detail.errorCount(),
                detail.eventsByStatus(),
                detail.severitySum(),
                detail.lateCount(),
                detail.futureCount(),
                detail.duplicateCount(),
                Numbers.timeOrNull(detail.registeredAt()),
                detail.description(),
                detail.activeAlerts(),
                detail.droppedSamples(),
                detail.droppedLabels());
    }

    private static MetricLatest latest(LatestValue value) {
        return new MetricLatest(
                value.value(),
                value.at(),
                value.observedAt(),
                value.count(),
                value.kind().text(),
                value.mean(),
                value.min(),
                value.max(),
                value.labels());
    }

    private static WindowStatistics window(WindowSummary window) {
        return new WindowStatistics(
                window.window(),
                window.from(),
                window.to(),
                window.eventCount(),
                window.logCount(),
                window.errorCount(),
                window.operationCount(),
                Numbers.orNull(window.errorRate()),
                window.throughput(),
                window.logLevels(),
                Numbers.orNull(window.logErrorRate()),
                metrics(window.metrics()));
    }

    private static TrendPoint point(HistoryPoint point) {
        return new TrendPoint(
                point.from(),
                point.durationMs(),
                point.eventCount(),
                point.logCount(),
                point.logErrorCount(),
                point.operationCount(),
                point.errorCount(),
                metrics(point.metrics()));
    }

    private static Map<String, MetricStatistics> metrics(Map<String, MetricSummary> metrics) {
        Map<String, MetricStatistics> records = new TreeMap<>();
        metrics.forEach((metric, summary) -> records.put(
                metric,
                new MetricStatistics(
                        summary.count(),
                        summary.rate(),
                        Numbers.orNull(summary.mean()),
                        Numbers.orNull(summary.stddev()),
                        Numbers.orNull(summary.min()),
                        Numbers.orNull(summary.max()),
                        Numbers.orNull(summary.last()),
                        Numbers.orNull(summary.sum()),
                        Numbers.orNull(summary.p50()),
                        Numbers.orNull(summary.p90()),
                        Numbers.orNull(summary.p95()),
                        Numbers.orNull(summary.p99()),
                        Numbers.orNull(summary.slope()))));
        return records;
    }
}
