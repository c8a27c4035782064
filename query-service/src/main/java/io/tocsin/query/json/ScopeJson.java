package io.tocsin.query.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.ScopeHealth;

/** Health of an environment or of everything, in our own form. Stateless. */
public final class ScopeJson {

    private ScopeJson() {}

    /** Returns the health of a scope. */
    public static ObjectNode of(ScopeHealth scope) {
        ObjectNode json = Json.object();
        json.put("environment", scope.getEnvironment());
        json.put("status", scope.getStatus().name());
        json.put("severity_score", scope.getSeverityScore());
        json.put("decision", scope.getDecision().name());
        Json.texts(json, "reasons", scope.getReasons());
        json.put("last_update", Json.time(scope.getAt()));
        json.put("source_count", scope.getSourceCount());
        Json.counts(json, "sources_by_status", scope.getSourcesByStatus());
        json.put("event_count", scope.getEventCount());
        json.put("log_count", scope.getLogCount());
        Json.counts(json, "events_by_status", scope.getEventsByStatus());
        Json.number(json, "average_severity", averageSeverity(scope));
        json.put("active_alerts", scope.getActiveAlerts());
        var worst = json.putArray("worst_sources");
        scope.getWorst().forEach(status -> worst.add(SourceJson.status(status)));
        return json;
    }

    /** Returns the mean severity of all events; 0 without events. */
    public static double averageSeverity(ScopeHealth scope) {
        return scope.getEventCount() == 0 ? 0 : scope.getSeveritySum() / scope.getEventCount();
    }
}
