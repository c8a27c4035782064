package io.tocsin.query.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.Reason;
import io.tocsin.schemas.SourceView;
import io.tocsin.schemas.WindowStatistics;
import java.util.Map;
import java.util.Objects;

/** A source as the log viewer's interface (D5) has it: a service. Stateless. */
public final class ServiceJson {

    private static final String RECENT = "5m";

    private ServiceJson() {}

    /** Returns a service as {@code /api/logs/services} has it. */
    public static ObjectNode registered(SourceView view) {
        ObjectNode json = Json.object();
        json.put("service_name", view.getStatus().getSource());
        json.put("environment", view.getStatus().getEnvironment());
        json.put("description", view.getDescription());
        json.put(
                "registered_at",
                Json.time(
                        view.getRegisteredAt() != null
                                ? view.getRegisteredAt()
                                : Long.valueOf(view.getStatus().getFirstSeen())));
        json.put("last_seen", Json.time(view.getStatus().getLastSeen()));
        json.put("log_count", view.getStatus().getLogCount());
        return json;
    }

    /** Returns a service as {@code /api/health/services/{service_name}} has it. */
    public static ObjectNode health(SourceView view) {
        ObjectNode json = Json.object();
        json.put("service_name", view.getStatus().getSource());
        json.put("environment", view.getStatus().getEnvironment());
        json.put("status", HealthWords.word(view.getStatus().getStatus()));
        json.put("severity_score", view.getStatus().getSeverityScore());
        Json.number(json, "error_rate", errorRate(view));
        json.put("log_count", view.getStatus().getLogCount());
        json.put("event_count", view.getStatus().getEventCount());
        json.put("last_seen", Json.time(view.getStatus().getLastSeen()));
        Json.texts(
                json,
                "issues",
                view.getStatus().getReasons().stream().map(Reason::getText).toList());
        Json.texts(json, "active_alerts", view.getActiveAlerts());
        return json;
    }

    /**
     * Returns the share of lines that are errors, in the latest five minutes or, without lines in them, ever; without any
     * line the share of operations that failed; null without those either.
     */
    private static Double errorRate(SourceView view) {
        Double recent = view.getWindows().stream()
                .filter(window -> window.getWindow().equals(RECENT))
                .map(WindowStatistics::getLogErrorRate)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (recent != null) {
            return recent;
        }
        Map<String, Long> levels = view.getLogLevels();
        long lines = levels.values().stream().mapToLong(Long::longValue).sum();
        if (lines > 0) {
            return (double) (levels.getOrDefault("ERROR", 0L) + levels.getOrDefault("FATAL", 0L)) / lines;
        }
        return view.getOperationCount() == 0
                ? null
                : Double.valueOf((double) view.getErrorCount() / view.getOperationCount());
    }
}
