package io.tocsin.alertsink.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.DeliveryAttempt;
import io.tocsin.schemas.DeliveryLedgerEntry;
import java.time.Instant;
import java.util.Locale;
import java.util.TreeMap;

/** Deliveries as JSON. Times are RFC 3339 in UTC. Stateless. */
public final class DeliveryJson {

    private DeliveryJson() {}

    /** Returns a delivery with its tries. */
    public static ObjectNode of(DeliveryLedgerEntry entry) {
        Delivery delivery = entry.getDelivery();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", delivery.getId());
        json.put("channel", delivery.getChannel());
        json.put("state", entry.getState().name().toLowerCase(Locale.ROOT));
        json.put("status", delivery.getStatus());
        json.put("reason", delivery.getReason());
        json.put("group_key", delivery.getGroupKey());
        json.put("sequence", delivery.getSequence());
        json.put("created_at", time(delivery.getCreatedAt()));
        json.put("updated_at", time(entry.getUpdatedAt()));
        json.put("cycle", entry.getCycle());
        json.put("attempt_count", entry.getAttemptCount());
        json.put("next_attempt_at", entry.getNextAttemptAt() == null ? null : time(entry.getNextAttemptAt()));
        ArrayNode attempts = json.putArray("attempts");
        entry.getAttempts().forEach(each -> attempts.add(of(each)));
        ArrayNode alerts = json.putArray("alerts");
        delivery.getAlerts().forEach(each -> alerts.add(of(each)));
        return json;
    }

    private static ObjectNode of(DeliveryAttempt attempt) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", time(attempt.getAt()));
        json.put("duration_ms", attempt.getDurationMs());
        json.put("http_status", attempt.getHttpStatus());
        json.put("error", attempt.getError());
        return json;
    }

    private static ObjectNode of(Alert alert) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("fingerprint", alert.getFingerprint());
        json.put("episode", alert.getEpisode());
        json.put("state", alert.getState().name().toLowerCase(Locale.ROOT));
        json.put("severity", alert.getSeverity().name());
        json.put("source", alert.getSource());
        json.put("environment", alert.getEnvironment());
        json.put("title", alert.getTitle());
        ObjectNode labels = json.putObject("labels");
        new TreeMap<>(alert.getLabels()).forEach(labels::put);
        return json;
    }

    private static String time(long epochMillis) {
        return Instant.ofEpochMilli(epochMillis).toString();
    }
}
