package io.tocsin.alertsink.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.Delivery;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A delivery in the form of Alertmanager's webhook, version 4. The same delivery always gives the same bytes: labels and
 * annotations are sorted, and no clock is read. Thread-safe.
 */
public final class NotificationJson {

    /** How Alertmanager writes "not ended yet". */
    private static final String NO_END = "0001-01-01T00:00:00Z";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String externalUrl;
    private final long maxAlerts;

    /**
     * Makes the form.
     *
     * @param externalUrl where people reach Tocsin, without a slash at the end
     */
    public NotificationJson(String externalUrl) {
        this(externalUrl, 0);
    }

    private NotificationJson(String externalUrl, long maxAlerts) {
        this.externalUrl = externalUrl;
        this.maxAlerts = maxAlerts;
    }

    /** Returns a form with at most so many alerts; 0 is no limit. The others are counted. */
    public NotificationJson withAtMost(long alerts) {
        return new NotificationJson(externalUrl, alerts);
    }

    /** Returns the delivery as JSON in UTF-8. */
    public byte[] bytes(Delivery delivery) {
        try {
            return MAPPER.writeValueAsBytes(tree(delivery));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", impossible);
        }
    }

    /** Returns the delivery as a JSON object. */
    public ObjectNode tree(Delivery delivery) {
        ObjectNode body = NODES.objectNode();
        // What no route of a configuration file made is grouped by its alert, and its alerts are Tocsin's own.
        boolean routed = !delivery.getReceiver().isEmpty();
        body.put("receiver", routed ? delivery.getReceiver() : delivery.getChannel());
        body.put("status", delivery.getStatus());
        ArrayNode alerts = body.putArray("alerts");
        long count = delivery.getAlerts().size();
        long shown = maxAlerts > 0 ? Math.min(count, maxAlerts) : count;
        delivery.getAlerts().stream().limit(shown).forEach(alert -> alerts.add(alert(alert, routed)));
        body.set("groupLabels", sorted(delivery.getGroupLabels()));
        body.set("commonLabels", sorted(delivery.getCommonLabels()));
        body.set("commonAnnotations", sorted(delivery.getCommonAnnotations()));
        body.put("externalURL", externalUrl);
        body.put("version", "4");
        body.put("groupKey", routed ? delivery.getGroupKey() : groupKey(delivery.getGroupLabels()));
        body.put("truncatedAlerts", delivery.getTruncatedAlerts() + count - shown);
        body.put("notification_reason", delivery.getReason());
        if (!delivery.getRouteLabels().isEmpty()) {
            body.set("routeLabels", sorted(delivery.getRouteLabels()));
        }
        return body;
    }

    /** Returns Alertmanager's text form of a group of the root route. */
    private static String groupKey(Map<String, String> groupLabels) {
        return new TreeMap<>(groupLabels)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=\""
                                + label.getValue()
                                        .replace("\\", "\\\\")
                                        .replace("\n", "\\n")
                                        .replace("\"", "\\\"")
                                + '"')
                        .collect(Collectors.joining(", ", "{}:{", "}"));
    }

    private ObjectNode alert(Alert alert, boolean routed) {
        boolean resolved = alert.getResolvedAt() != null;
        ObjectNode node = NODES.objectNode();
        node.put("status", resolved ? "resolved" : "firing");
        node.set("labels", sorted(alert.getLabels()));
        node.set("annotations", sorted(alert.getAnnotations()));
        node.put("startsAt", time(alert.getStartsAt(), alert.getStartsAtNanos()));
        node.put("endsAt", resolved ? time(alert.getResolvedAt(), alert.getResolvedAtNanos()) : NO_END);
        node.put(
                "generatorURL",
                routed ? alert.getGeneratorUrl() : externalUrl + "/api/v1/alerts/" + alert.getFingerprint());
        node.put("fingerprint", alert.getFingerprint());
        return node;
    }

    private static String time(long millis, int nanos) {
        return Instant.ofEpochMilli(millis).plusNanos(nanos).toString();
    }

    private static ObjectNode sorted(Map<String, String> texts) {
        ObjectNode node = NODES.objectNode();
        new TreeMap<>(texts).forEach(node::put);
        return node;
    }
}
