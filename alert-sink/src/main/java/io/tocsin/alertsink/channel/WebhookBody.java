package io.tocsin.alertsink.channel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;

/** A notification in the form of Alertmanager's webhook, version 4. The same notification gives the same bytes. Stateless. */
public final class WebhookBody {

    /** How Alertmanager writes "not ended yet". */
    private static final String NO_END = "0001-01-01T00:00:00Z";

    private WebhookBody() {}

    /** Returns the body. */
    public static ObjectNode of(Notification notification) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("receiver", notification.receiver());
        body.put("status", notification.status());
        ArrayNode alerts = body.putArray("alerts");
        notification.alerts().forEach(alert -> alerts.add(alert(alert)));
        body.set("groupLabels", texts(notification.groupLabels()));
        body.set("commonLabels", texts(notification.commonLabels()));
        body.set("commonAnnotations", texts(notification.commonAnnotations()));
        body.put("externalURL", notification.externalUrl());
        body.put("version", "4");
        body.put("groupKey", notification.groupKey());
        body.put("truncatedAlerts", notification.truncatedAlerts());
        body.put("notification_reason", notification.reason());
        if (!notification.routeLabels().isEmpty()) {
            body.set("routeLabels", texts(notification.routeLabels()));
        }
        return body;
    }

    private static ObjectNode alert(NotifiedAlert alert) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("status", alert.status());
        node.set("labels", texts(alert.labels()));
        node.set("annotations", texts(alert.annotations()));
        node.put("startsAt", time(alert.startsAt()));
        node.put("endsAt", alert.endsAt().map(WebhookBody::time).orElse(NO_END));
        node.put("generatorURL", alert.generatorUrl());
        node.put("fingerprint", alert.fingerprint());
        return node;
    }

    /** Go leaves out the zeros at the end of a fraction. */
    static String time(Instant at) {
        String text = at.toString();
        return text.indexOf('.') < 0 ? text : text.replaceAll("0+Z$", "Z");
    }

    private static ObjectNode texts(Map<String, String> texts) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        texts.forEach(node::put);
        return node;
    }
}
