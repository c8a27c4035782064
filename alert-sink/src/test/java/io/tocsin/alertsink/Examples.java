package io.tocsin.alertsink;

import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertSeverity;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.Delivery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Alerts, transitions and deliveries for tests. */
public final class Examples {

    /** 2026-11-20T09:16:58.650Z. */
    public static final long START = 1_795_166_218_650L;

    private Examples() {}

    /** Returns an alert in a state; each step lies a second after the one before. */
    public static Alert alert(String fingerprint, long episode, long step, AlertState state) {
        long at = at(episode, step);
        return Alert.newBuilder()
                .setFingerprint(fingerprint)
                .setEpisode(episode)
                .setTenant("default")
                .setEnvironment("prod")
                .setSource("checkout")
                .setRule("cpu-usage-high")
                .setSeverity(AlertSeverity.CRITICAL)
                .setState(state)
                .setTitle("CPU usage of checkout is 97 %")
                .setDescription("expected at most 95 %, saw 97 %")
                .setLabels(Map.of("alertname", "cpu-usage-high", "source", "checkout", "severity", "critical"))
                .setAnnotations(Map.of("summary", "CPU usage is high"))
                .setStartsAt(at(episode, 1))
                .setFiredAt(state == AlertState.PENDING ? null : Long.valueOf(at(episode, 1)))
                .setAcknowledgedAt(null)
                .setAcknowledgedBy(null)
                .setResolvedAt(state == AlertState.RESOLVED ? Long.valueOf(at) : null)
                .setUpdatedAt(at)
                .setTransitions(step)
                .build();
    }

    /** Returns the transition to a state; what differs by fingerprint differs by its labels too. */
    public static AlertTransition transition(String fingerprint, long episode, long step, AlertState to) {
        Alert alert = alert(fingerprint, episode, step, to);
        Map<String, String> labels = new HashMap<>(alert.getLabels());
        labels.put("instance", fingerprint);
        return AlertTransition.newBuilder()
                .setId(fingerprint + "-" + episode + "-" + step)
                .setTo(to)
                .setAt(at(episode, step))
                .setActor("rule")
                .setAlert(Alert.newBuilder(alert).setLabels(labels).build())
                .build();
    }

    /** Returns a delivery of one alert. */
    public static Delivery delivery(String id, String channel, String fingerprint, long sequence, boolean resolved) {
        Alert alert = alert(fingerprint, 1, sequence, resolved ? AlertState.RESOLVED : AlertState.FIRING);
        return Delivery.newBuilder()
                .setId(id)
                .setChannel(channel)
                .setGroupKey(fingerprint)
                .setSequence(sequence)
                .setCreatedAt(at(1, sequence))
                .setStatus(resolved ? "resolved" : "firing")
                .setReason(resolved ? "all alerts resolved" : "first notification")
                .setAlerts(List.of(alert))
                .setGroupLabels(alert.getLabels())
                .setCommonLabels(alert.getLabels())
                .setCommonAnnotations(alert.getAnnotations())
                .build();
    }

    private static long at(long episode, long step) {
        return START + episode * 60_000 + step * 1_000;
    }
}
