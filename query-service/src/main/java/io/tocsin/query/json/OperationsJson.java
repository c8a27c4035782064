package io.tocsin.query.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.MetricLatest;
import io.tocsin.schemas.MetricStatistics;
import io.tocsin.schemas.SourceView;
import io.tocsin.schemas.WindowStatistics;
import java.util.Map;
import java.util.TreeMap;

/** The operations of a source, each with its counts, its error rate and its duration, ever and by window. Stateless. */
final class OperationsJson {

    private static final String DURATION = "duration_ms";
    private static final String FAILED = "failed";

    private OperationsJson() {}

    /** Adds what is known by operation. */
    static void add(ObjectNode operations, SourceView view) {
        for (Map.Entry<String, MetricLatest> entry : new TreeMap<>(view.getLatest()).entrySet()) {
            MetricName name = MetricName.of(entry.getKey());
            if (!name.ofOperation()) {
                continue;
            }
            ObjectNode operation = operations.withObjectProperty(name.operation());
            MetricLatest latest = entry.getValue();
            if (name.plain().equals(FAILED)) {
                operation.put("count", latest.getCount());
                operation.put("error_count", Math.round(latest.getMean() * latest.getCount()));
                Json.number(operation, "error_rate", latest.getMean());
                operation.put("last_at", Json.time(latest.getAt()));
                view.getWindows().forEach(window -> addRate(operation, window, entry.getKey()));
            } else if (name.plain().equals(DURATION)) {
                ObjectNode duration = operation.withObjectProperty(DURATION);
                Json.number(duration, "last", latest.getValue());
                Json.number(duration, "mean", latest.getMean());
                Json.number(duration, "min", latest.getMin());
                Json.number(duration, "max", latest.getMax());
                view.getWindows().forEach(window -> addDuration(operation, window, entry.getKey()));
            }
        }
    }

    private static void addRate(ObjectNode operation, WindowStatistics window, String metric) {
        MetricStatistics statistics = window.getMetrics().get(metric);
        if (statistics != null) {
            ObjectNode to = operation.withObjectProperty("windows").withObjectProperty(window.getWindow());
            to.put("count", statistics.getCount());
            Json.number(to, "throughput", statistics.getRate());
            Json.number(to, "error_rate", statistics.getMean());
        }
    }

    private static void addDuration(ObjectNode operation, WindowStatistics window, String metric) {
        MetricStatistics statistics = window.getMetrics().get(metric);
        if (statistics != null) {
            SourceJson.addStatistics(
                    operation
                            .withObjectProperty("windows")
                            .withObjectProperty(window.getWindow())
                            .withObjectProperty(DURATION),
                    statistics);
        }
    }
}
