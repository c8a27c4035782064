package io.tocsin.alertsink.channel;

import io.tocsin.schemas.Alert;
import io.tocsin.schemas.Delivery;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/** Makes notifications of deliveries. Immutable and thread-safe. */
public final class NotificationReader {

    private final String externalUrl;

    /**
     * Makes a reader.
     *
     * @param externalUrl where people reach Tocsin, without a slash at the end
     */
    public NotificationReader(String externalUrl) {
        this.externalUrl = externalUrl;
    }

    /** Returns what a delivery tells; the same delivery always gives the same notification. */
    public Notification read(Delivery delivery) {
        return new Notification(
                delivery.getId(),
                delivery.getReceiver().isEmpty() ? delivery.getChannel() : delivery.getReceiver(),
                delivery.getGroupKey(),
                delivery.getReason(),
                delivery.getAlerts().stream().map(NotificationReader::alert).toList(),
                new TreeMap<>(delivery.getGroupLabels()),
                new TreeMap<>(delivery.getCommonLabels()),
                new TreeMap<>(delivery.getCommonAnnotations()),
                new TreeMap<>(delivery.getRouteLabels()),
                externalUrl,
                delivery.getTruncatedAlerts(),
                Instant.ofEpochMilli(delivery.getCreatedAt()));
    }

    private static NotifiedAlert alert(Alert alert) {
        return NotifiedAlert.of(
                alert.getLabels(),
                alert.getAnnotations(),
                Instant.ofEpochMilli(alert.getStartsAt()).plusNanos(alert.getStartsAtNanos()),
                Optional.ofNullable(alert.getResolvedAt())
                        .map(at -> Instant.ofEpochMilli(at).plusNanos(alert.getResolvedAtNanos())),
                alert.getGeneratorUrl(),
                alert.getFingerprint());
    }
}
