package io.tocsin.query.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertState;

/** An alert, in our own form and in the documented one; both show the same alert of the same store. Stateless. */
public final class AlertJson {

    private AlertJson() {}

    /** Returns an alert as {@code /api/v1/alerts} has it. */
    public static ObjectNode of(Alert alert) {
        ObjectNode json = Json.object();
        json.put("id", alert.getFingerprint());
        json.put("state", alert.getState().name());
        json.put("severity", alert.getSeverity().name());
        json.put("title", alert.getTitle());
        json.put("description", alert.getDescription());
        json.put("source", alert.getSource());
        json.put("environment", alert.getEnvironment());
        json.put("rule", alert.getRule());
        Json.texts(json, "labels", alert.getLabels());
        Json.texts(json, "annotations", alert.getAnnotations());
        json.put("episode", alert.getEpisode());
        json.put("transitions", alert.getTransitions());
        json.put("starts_at", Json.time(alert.getStartsAt()));
        json.put("fired_at", Json.time(alert.getFiredAt()));
        json.put("acknowledged_at", Json.time(alert.getAcknowledgedAt()));
        json.put("acknowledged_by", alert.getAcknowledgedBy());
        json.put("acknowledged_until", Json.time(alert.getAcknowledgedUntil()));
        json.put("acknowledge_comment", alert.getAcknowledgeComment());
        json.put("assignee", alert.getAssignee());
        json.put("snoozed_until", Json.time(alert.getSnoozedUntil()));
        json.put("snoozed_by", alert.getSnoozedBy());
        json.put("flapping", alert.getFlappingSince() != null);
        json.put("flapping_since", Json.time(alert.getFlappingSince()));
        json.put("flap_score", alert.getFlapScore());
        json.put("incident", alert.getIncident());
        json.put("resolved_at", Json.time(alert.getResolvedAt()));
        json.put("updated_at", Json.time(alert.getUpdatedAt()));
        Json.number(json, "observed", alert.getObserved());
        Json.number(json, "expected", alert.getExpected());
        json.put("test", alert.getTest());
        return json;
    }

    /** Returns an alert as {@code /alerts} and {@code /api/health/alerts} have it. */
    public static ObjectNode documented(Alert alert) {
        ObjectNode json = Json.object();
        json.put("id", alert.getFingerprint());
        json.put("severity", HealthWords.word(alert.getSeverity()));
        json.put("title", alert.getTitle());
        json.put("description", alert.getDescription());
        json.set("metadata", metadata(alert));
        json.put("status", status(alert));
        json.put("created_at", Json.time(alert.getStartsAt()));
        json.put("acknowledged_at", Json.time(alert.getAcknowledgedAt()));
        json.put("acknowledged_by", alert.getAcknowledgedBy());
        json.put("resolved_at", Json.time(alert.getResolvedAt()));
        return json;
    }

    /** Returns the documented status of an alert: active, acknowledged or resolved. */
    public static String status(Alert alert) {
        return HealthWords.word(
                alert.getState(), alert.getAcknowledgedAt() != null || alert.getState() == AlertState.ACKNOWLEDGED);
    }

    private static ObjectNode metadata(Alert alert) {
        ObjectNode metadata = Json.object();
        metadata.put("source", alert.getSource());
        metadata.put("environment", alert.getEnvironment());
        metadata.put("rule", alert.getRule());
        metadata.put("state", alert.getState().name().toLowerCase(java.util.Locale.ROOT));
        Json.texts(metadata, "labels", alert.getLabels());
        Json.texts(metadata, "annotations", alert.getAnnotations());
        Json.number(metadata, "observed", alert.getObserved());
        Json.number(metadata, "expected", alert.getExpected());
        metadata.put("episode", alert.getEpisode());
        metadata.put("test", alert.getTest());
        return metadata;
    }
}
