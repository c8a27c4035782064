package io.tocsin.query.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.AlertHistoryEntry;

/** A step in the life of an alert. Stateless. */
public final class AlertStepJson {

    private AlertStepJson() {}

    /** Returns a step. */
    public static ObjectNode of(AlertHistoryEntry step) {
        ObjectNode json = Json.object();
        json.put("id", step.getId());
        json.put("alert_id", step.getFingerprint());
        json.put("episode", step.getEpisode());
        json.put("kind", step.getKind().name());
        json.put("from", step.getFrom() == null ? null : step.getFrom().name());
        json.put("to", step.getTo().name());
        json.put("at", Json.time(step.getAt()));
        json.put("actor", step.getActor());
        json.put("comment", step.getComment());
        json.put("until", Json.time(step.getUntil()));
        json.put("assignee", step.getAssignee());
        json.put("source", step.getSource());
        json.put("environment", step.getEnvironment());
        json.put("rule", step.getRule());
        json.put("title", step.getTitle());
        json.put("severity", step.getSeverity().name());
        return json;
    }
}
