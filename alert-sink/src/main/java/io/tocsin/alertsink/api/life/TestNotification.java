package io.tocsin.alertsink.api.life;

import io.tocsin.alertsink.channel.Channel;
import io.tocsin.alertsink.routing.LabelSet;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertSeverity;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a receiver is told when a channel is tested. Stateless. */
final class TestNotification {

    private static final Map<String, String> LABELS = Map.of("alertname", "TocsinTest", "severity", "info");
    private static final Map<String, String> ANNOTATIONS = Map.of(
            "summary", "This is a test of the channel", "description", "Somebody tests whether notifications arrive.");

    private TestNotification() {}

    static Delivery of(Channel channel, Instant now) {
        Alert alert = Alert.newBuilder()
                .setFingerprint(LabelSet.hex(LabelSet.of(LABELS).fingerprint()))
                .setEpisode(1)
                .setTenant("default")
                .setEnvironment("")
                .setSource("tocsin")
                .setRule("TocsinTest")
                .setSeverity(AlertSeverity.INFO)
                .setState(AlertState.FIRING)
                .setTitle(ANNOTATIONS.get("summary"))
                .setDescription(ANNOTATIONS.get("description"))
                .setLabels(LABELS)
                .setAnnotations(ANNOTATIONS)
                .setStartsAt(now.toEpochMilli())
                .setFiredAt(now.toEpochMilli())
                .setUpdatedAt(now.toEpochMilli())
                .build();
        String name = channel.name();
        int slash = name.indexOf('/');
        return Delivery.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setChannel(name)
                .setGroupKey("{}:{alertname=\"TocsinTest\"}")
                .setSequence(1)
                .setCreatedAt(now.toEpochMilli())
                .setStatus("firing")
                .setReason("test")
                .setAlerts(List.of(alert))
                .setGroupLabels(Map.of("alertname", "TocsinTest"))
                .setCommonLabels(LABELS)
                .setCommonAnnotations(ANNOTATIONS)
                .setReceiver(slash < 0 ? name : name.substring(0, slash))
                .setIntegration(channel.type())
                .build();
    }
}
