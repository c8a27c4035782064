package io.tocsin.alertsink.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alertsink.notification.NotificationDesk;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.DeliveryLedgerEntry;
import io.tocsin.schemas.DeliveryState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Notifications in the words of the earlier systems: queued, sent or failed. Times are RFC 3339 in UTC. Stateless. */
final class NotificationJson {

    private NotificationJson() {}

    static ObjectNode of(DeliveryLedgerEntry entry) {
        Delivery delivery = entry.getDelivery();
        List<Alert> alerts = delivery.getAlerts();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", delivery.getId());
        json.put("channel", delivery.getChannel());
        json.put(
                "title",
                alerts.isEmpty() ? delivery.getGroupKey() : alerts.get(0).getTitle());
        json.put("message", alerts.isEmpty() ? "" : alerts.get(0).getDescription());
        json.put(
                "severity",
                alerts.stream()
                        .map(Alert::getSeverity)
                        .max(Enum::compareTo)
                        .map(severity -> severity.name().toLowerCase(Locale.ROOT))
                        .orElse("info"));
        json.put("status", status(entry.getState()));
        json.put("read", entry.getReadAt() != null);
        json.put("read_at", entry.getReadAt() == null ? null : time(entry.getReadAt()));
        json.put("alert_count", alerts.size());
        json.put("attempt_count", entry.getAttemptCount());
        json.put("created_at", time(delivery.getCreatedAt()));
        json.put("updated_at", time(entry.getUpdatedAt()));
        return json;
    }

    static ObjectNode of(NotificationDesk.Taken taken) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", taken.id());
        json.put("status", taken.queued() ? "queued" : "failed");
        return json;
    }

    /** Returns the states of the ledger that words of the earlier systems stand for; an unknown word stays as it is. */
    static String states(String words) {
        return List.of(words.split(",")).stream()
                .map(word -> switch (word.strip().toLowerCase(Locale.ROOT)) {
                    case "queued" -> "retrying";
                    case "failed" -> "dead";
                    default -> word;
                })
                .collect(Collectors.joining(","));
    }

    private static String status(DeliveryState state) {
        return switch (state) {
            case RETRYING -> "queued";
            case SENT -> "sent";
            case DEAD -> "failed";
            case SUPERSEDED -> "superseded";
        };
    }

    private static String time(long epochMillis) {
        return Instant.ofEpochMilli(epochMillis).toString();
    }
}
