package io.tocsin.alertsink.notification;

import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.DeliveryAttempt;
import io.tocsin.schemas.DeliveryLedgerEntry;
import io.tocsin.schemas.DeliveryState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Deliveries of what was written by hand or is to be sent once more. Each is a group of its own, so that none waits for
 * another. Pure; stateless.
 */
final class WrittenDeliveries {

    /** Rule that the alert of such a delivery names. */
    static final String RULE = "notification";

    private static final String GROUP = "notification/";

    private WrittenDeliveries() {}

    /**
     * Returns the delivery of a text.
     *
     * @param channel name of the channel that it goes to
     * @param id a new id
     * @param now epoch milliseconds
     */
    static Delivery of(NotificationText text, String channel, String id, long now) {
        Map<String, String> labels = new TreeMap<>(
                Map.of("alertname", text.title(), "severity", text.severity().name()));
        Map<String, String> annotations = new TreeMap<>(Map.of("summary", text.title()));
        if (!text.message().isEmpty()) {
            annotations.put("description", text.message());
        }
        Alert alert = Alert.newBuilder()
                .setFingerprint(id)
                .setEpisode(1)
                .setTenant("default")
                .setEnvironment("default")
                .setSource("tocsin")
                .setRule(RULE)
                .setSeverity(text.severity())
                .setState(AlertState.FIRING)
                .setTitle(text.title())
                .setDescription(text.message())
                .setLabels(labels)
                .setAnnotations(annotations)
                .setStartsAt(now)
                .setFiredAt(now)
                .setUpdatedAt(now)
                .build();
        return Delivery.newBuilder()
                .setId(id)
                .setChannel(channel)
                .setGroupKey(GROUP + id)
                .setCreatedAt(now)
                .setStatus("firing")
                .setReason("written by hand")
                .setAlerts(List.of(alert))
                .setCommonLabels(labels)
                .setCommonAnnotations(annotations)
                .build();
    }

    /** Returns a delivery with the content of another one, under a new id. */
    static Delivery again(Delivery sent, String id, long now) {
        return Delivery.newBuilder(sent)
                .setId(id)
                .setGroupKey(GROUP + id)
                .setCreatedAt(now)
                .setReason("sent again")
                .build();
    }

    /** Returns the ledger's entry of a delivery that nobody can make. */
    static DeliveryLedgerEntry undeliverable(Delivery delivery, String why, long now) {
        return DeliveryLedgerEntry.newBuilder()
                .setDelivery(delivery)
                .setState(DeliveryState.DEAD)
                .setAttempts(List.of(DeliveryAttempt.newBuilder()
                        .setAt(now)
                        .setDurationMs(0)
                        .setError(why)
                        .build()))
                .setAttemptCount(0)
                .setCycleStartedAt(now)
                .setUpdatedAt(now)
                .build();
    }
}
