package io.tocsin.alertsink.template;

import io.tocsin.alertsink.channel.Notification;
import io.tocsin.alertsink.channel.NotifiedAlert;

/** What templates see of a notification: Alertmanager's Data. Stateless. */
final class NotificationData {

    /** Characters that regular expressions take for their own; Alertmanager escapes them in the receiver's name. */
    private static final String META = "\\.+*?()|[]{}^$";

    private NotificationData() {}

    static Struct of(Notification notification) {
        return new Struct("template.Data")
                .with("Receiver", "receiver", quoted(notification.receiver()))
                .with("Status", "status", notification.status())
                .with(
                        "Alerts",
                        "alerts",
                        new Alerts(notification.alerts().stream()
                                .map(NotificationData::alert)
                                .toList()))
                .with("GroupLabels", "groupLabels", new Kv(notification.groupLabels()))
                .with("CommonLabels", "commonLabels", new Kv(notification.commonLabels()))
                .with("CommonAnnotations", "commonAnnotations", new Kv(notification.commonAnnotations()))
                .with("ExternalURL", "externalURL", notification.externalUrl())
                .with("RouteLabels", "routeLabels", new Kv(notification.routeLabels()))
                .with("NotificationReason", "notification_reason", notification.reason())
                .with("GroupKey", "groupKey", notification.groupKey())
                .with("TruncatedAlerts", "truncatedAlerts", notification.truncatedAlerts());
    }

    private static Struct alert(NotifiedAlert alert) {
        return new Struct("template.Alert")
                .with("Status", "status", alert.status())
                .with("Labels", "labels", new Kv(alert.labels()))
                .with("Annotations", "annotations", new Kv(alert.annotations()))
                .with("StartsAt", "startsAt", GoTime.of(alert.startsAt()))
                .with("EndsAt", "endsAt", GoTime.of(alert.endsAt().orElse(GoTime.ZERO)))
                .with("GeneratorURL", "generatorURL", alert.generatorUrl())
                .with("Fingerprint", "fingerprint", alert.fingerprint());
    }

    /** Returns the receiver's name as Alertmanager shows it. */
    static String quoted(String receiver) {
        StringBuilder quoted = new StringBuilder();
        receiver.chars()
                .forEach(c -> quoted.append(META.indexOf(c) >= 0 ? "\\" : "").append((char) c));
        return quoted.toString();
    }
}
