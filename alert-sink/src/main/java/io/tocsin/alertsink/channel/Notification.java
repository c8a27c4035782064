package io.tocsin.alertsink.channel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a channel tells a receiver. All that it renders comes from here, never from a clock, so that each try of a
 * delivery says the same. Immutable.
 *
 * @param id id of the delivery, the same at each try: the receiver's idempotency key
 * @param receiver name of the receiver
 * @param groupKey Alertmanager's text form of the group: {@code {}:{alertname="x"}}
 * @param reason why it is sent: {@code first notification}, {@code new alerts added}, ...
 * @param alerts alerts, in the order in which they are told
 * @param groupLabels labels by which the alerts are grouped
 * @param commonLabels labels that all alerts share
 * @param commonAnnotations annotations that all alerts share
 * @param routeLabels labels of the route, empty when it has none
 * @param externalUrl where people reach Tocsin, without a slash at the end
 * @param truncatedAlerts number of alerts that were left out
 * @param createdAt stream time of the decision to tell; {@code now} of templates
 */
public record Notification(
        String id,
        String receiver,
        String groupKey,
        String reason,
        List<NotifiedAlert> alerts,
        SortedMap<String, String> groupLabels,
        SortedMap<String, String> commonLabels,
        SortedMap<String, String> commonAnnotations,
        SortedMap<String, String> routeLabels,
        String externalUrl,
        long truncatedAlerts,
        Instant createdAt) {

    public Notification {
        alerts = List.copyOf(alerts);
        groupLabels = sorted(groupLabels);
        commonLabels = sorted(commonLabels);
        commonAnnotations = sorted(commonAnnotations);
        routeLabels = sorted(routeLabels);
    }

    /** Returns {@code firing} when any alert fires, {@code resolved} otherwise. */
    public String status() {
        return isFiring() ? "firing" : "resolved";
    }

    /** Returns whether any alert fires. */
    public boolean isFiring() {
        return alerts.stream().anyMatch(alert -> alert.endsAt().isEmpty());
    }

    /** Returns the SHA-256 of the group key in hex: PagerDuty's dedup_key, Opsgenie's alias, VictorOps's entity_id. */
    public String groupHash() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(groupKey.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /**
     * Returns this notification with at most so many alerts; 0 means all. What is left out is counted, and what is common
     * is what those have in common that are left, as Alertmanager has it.
     */
    public Notification withAtMost(long maxAlerts) {
        if (maxAlerts <= 0 || alerts.size() <= maxAlerts) {
            return this;
        }
        List<NotifiedAlert> left = alerts.subList(0, (int) maxAlerts);
        return new Notification(
                id,
                receiver,
                groupKey,
                reason,
                left,
                groupLabels,
                common(left, NotifiedAlert::labels),
                common(left, NotifiedAlert::annotations),
                routeLabels,
                externalUrl,
                truncatedAlerts + alerts.size() - maxAlerts,
                createdAt);
    }

    /** Returns what alerts have in common. */
    public static SortedMap<String, String> common(
            List<NotifiedAlert> alerts, Function<NotifiedAlert, Map<String, String>> texts) {
        SortedMap<String, String> common = new TreeMap<>();
        if (!alerts.isEmpty()) {
            common.putAll(texts.apply(alerts.get(0)));
            alerts.forEach(
                    alert -> common.entrySet().retainAll(texts.apply(alert).entrySet()));
        }
        return common;
    }

    private static SortedMap<String, String> sorted(Map<String, String> texts) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }
}
