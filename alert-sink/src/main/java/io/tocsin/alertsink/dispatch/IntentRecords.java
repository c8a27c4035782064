package io.tocsin.alertsink.dispatch;

import io.tocsin.alertsink.config.IntegrationConfig;
import io.tocsin.alertsink.engine.HeldAlert;
import io.tocsin.alertsink.engine.Intent;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertSeverity;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.Delivery;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Makes deliveries of what the engine decided. Pure; stateless. */
final class IntentRecords {

    private IntentRecords() {}

    /**
     * Makes the delivery.
     *
     * @param atMost number of alerts that it may carry; the others are counted as left out
     */
    static Delivery of(Intent intent, int atMost) {
        List<HeldAlert> carried =
                intent.alerts().subList(0, Math.min(atMost, intent.alerts().size()));
        boolean firing = intent.alerts().stream().anyMatch(each -> !each.isResolved(intent.at()));
        IntegrationConfig integration = intent.integration();
        boolean ofSettings = integration.kind().equals(IntegrationConfig.CHANNEL);
        return Delivery.newBuilder()
                .setId(DeliveryIds.of(intent).toString())
                .setChannel(integration.channel())
                .setGroupKey(intent.groupKey())
                .setSequence(intent.sequence())
                .setCreatedAt(intent.at().toEpochMilli())
                .setStatus(firing ? "firing" : "resolved")
                .setReason(intent.reason())
                .setAlerts(carried.stream().map(each -> alert(each, intent)).toList())
                .setGroupLabels(intent.groupLabels())
                .setCommonLabels(common(carried, HeldAlert::labels))
                .setCommonAnnotations(common(carried, HeldAlert::annotations))
                .setReceiver(ofSettings ? integration.channel() : integration.receiver())
                .setIntegration(integration.kind())
                .setIntegrationIndex(integration.index())
                .setRouteLabels(intent.routeLabels())
                // What a route tells is tried at the pace of its flushes, as Alertmanager does; the rest as the
                // settings say.
                .setGroupIntervalMs(ofSettings ? 0 : intent.groupInterval().toMillis())
                .setTruncatedAlerts(intent.alerts().size() - carried.size())
                .build();
    }

    private static Alert alert(HeldAlert alert, Intent intent) {
        return alert.content()
                .map(content -> Alert.newBuilder(OwnAlerts.alert(content))
                        .setAnnotations(alert.annotations())
                        .setGeneratorUrl(alert.generatorUrl())
                        .build())
                .orElseGet(() -> foreignAlert(alert, intent));
    }

    private static Alert foreignAlert(HeldAlert alert, Intent intent) {
        boolean resolved = alert.isResolved(intent.at());
        String name = alert.labels().value("alertname");
        return Alert.newBuilder()
                .setFingerprint(alert.id())
                .setEpisode(1)
                .setTenant("default")
                .setEnvironment(alert.labels().value("environment"))
                .setSource(alert.labels().value("source"))
                .setRule(name)
                .setSeverity(severity(alert.labels().value("severity")))
                .setState(resolved ? AlertState.RESOLVED : AlertState.FIRING)
                .setTitle(alert.annotations().getOrDefault("summary", name))
                .setDescription(alert.annotations().getOrDefault("description", ""))
                .setLabels(alert.labels())
                .setAnnotations(alert.annotations())
                .setStartsAt(alert.startsAt().toEpochMilli())
                .setStartsAtNanos(EngineRecords.nanos(alert.startsAt()))
                .setFiredAt(alert.startsAt().toEpochMilli())
                .setResolvedAt(resolved ? Long.valueOf(alert.endsAt().toEpochMilli()) : null)
                .setResolvedAtNanos(resolved ? EngineRecords.nanos(alert.endsAt()) : 0)
                .setUpdatedAt(alert.updatedAt().toEpochMilli())
                .setGeneratorUrl(alert.generatorUrl())
                .build();
    }

    private static AlertSeverity severity(String label) {
        return switch (label.toLowerCase(Locale.ROOT)) {
            case "emergency", "page" -> AlertSeverity.EMERGENCY;
            case "critical", "error" -> AlertSeverity.CRITICAL;
            case "info", "none", "debug" -> AlertSeverity.INFO;
            default -> AlertSeverity.WARNING;
        };
    }

    private static Map<String, String> common(List<HeldAlert> alerts, Function<HeldAlert, Map<String, String>> texts) {
        Map<String, String> common = new HashMap<>(texts.apply(alerts.get(0)));
        for (HeldAlert each : alerts) {
            if (common.isEmpty()) {
                break;
            }
            Map<String, String> own = texts.apply(each);
            common.entrySet().removeIf(entry -> !entry.getValue().equals(own.get(entry.getKey())));
        }
        return common;
    }
}
