package io.tocsin.query.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.query.analysis.PerformanceSummary;
import java.time.Duration;

/** A summary of performance, as {@code /performance} has it. Stateless. */
public final class PerformanceJson {

    private PerformanceJson() {}

    /** Returns a summary over a window. */
    public static ObjectNode of(PerformanceSummary summary, Duration window) {
        ObjectNode json = Json.object();
        ObjectNode responseTime = json.putObject("response_time");
        Json.number(responseTime, "avg", summary.responseTimes().mean());
        Json.number(responseTime, "p50", summary.responseTimes().quantile(0.5));
        Json.number(responseTime, "p95", summary.responseTimes().quantile(0.95));
        Json.number(responseTime, "p99", summary.responseTimes().quantile(0.99));
        responseTime.put("count", summary.responseTimes().count());
        Json.number(json, "error_rate", summary.errorRate());
        json.put("throughput", summary.throughput());
        json.set("resource_usage", resources(summary));
        json.put("window_seconds", window.toSeconds());
        json.put("sources", summary.sources());
        return json;
    }

    /** Returns the use of resources alone. */
    public static ObjectNode resources(PerformanceSummary summary) {
        ObjectNode json = Json.object();
        Json.number(json, "cpu", summary.cpu());
        Json.number(json, "memory", summary.memory());
        Json.number(json, "disk", summary.disk());
        return json;
    }
}
