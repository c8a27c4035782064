package io.tocsin.alertsink.channel.notifier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alertsink.channel.Notification;
import io.tocsin.alertsink.channel.config.PagerdutyConfig;
import io.tocsin.alertsink.http.HttpExchange;
import io.tocsin.alertsink.http.HttpSender;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Sends events to PagerDuty: Events API v2, or v1 when there is a service key. Thread-safe. */
public final class PagerdutyNotifier extends HttpNotifier {

    private static final String VERSION_1 = "https://events.pagerduty.com/generic/2010-04-15/create_event.json";
    private static final int MAX_SUMMARY = 1_024;
    private static final int MAX_BYTES = 512_000;
    private static final String TOO_LARGE =
            "Custom details have been removed because the original event exceeds the maximum size of 512KB";

    private final PagerdutyConfig config;
    private final Templates templates;
    private final Map<String, Function<Notification, String>> texts = new TreeMap<>();
    private final Map<String, Function<Notification, JsonNode>> details = new TreeMap<>();
    private final List<Function<Notification, ObjectNode>> images;
    private final List<Function<Notification, ObjectNode>> links;

    /** Makes the notifier. */
    public PagerdutyNotifier(PagerdutyConfig config, Templates templates, HttpSender sender, InstantSource clock) {
        super(sender, clock, config.timeout());
        this.config = config;
        this.templates = templates;
        texts.put("client", templates.text("client", config.client()));
        texts.put("client_url", templates.text("client_url", config.clientUrl()));
        texts.put("description", templates.text("description", config.description()));
        texts.put("source", templates.text("source", config.source()));
        texts.put("severity", templates.text("severity", config.severity()));
        texts.put("class", templates.text("class", config.eventClass()));
        texts.put("component", templates.text("component", config.component()));
        texts.put("group", templates.text("group", config.group()));
        config.details().forEach((name, tree) -> details.put(name, templates.tree("details." + name, tree)));
        images = config.images().stream()
                .map(image -> object(Map.of("src", image.src(), "alt", image.alt(), "href", image.href())))
                .toList();
        links = config.links().stream()
                .map(link -> object(Map.of("href", link.href(), "text", link.text())))
                .toList();
    }

    @Override
    List<HttpExchange> requests(Notification notification) {
        boolean first = config.serviceKey().isPresent();
        ObjectNode event = first ? version1(notification) : version2(notification);
        byte[] body = bytes(event);
        if (body.length > MAX_BYTES) {
            (first ? event : (ObjectNode) event.get("payload"))
                    .putObject(first ? "details" : "custom_details")
                    .put("error", TOO_LARGE);
            body = bytes(event);
        }
        return List.of(HttpExchange.postJson(first ? VERSION_1 : config.url(), Map.of(), body));
    }

    private ObjectNode version2(Notification notification) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("routing_key", key(config.routingKey().reveal(), "routing key", notification));
        event.put("dedup_key", notification.groupHash());
        event.put("event_action", action(notification));
        ObjectNode payload = event.putObject("payload");
        payload.put("summary", Templates.cut(text("description", notification), MAX_SUMMARY));
        payload.put("source", text("source", notification));
        payload.put("severity", text("severity", notification));
        for (String name : List.of("class", "component", "group")) {
            SlackNotifier.putUnlessEmpty(payload, name, text(name, notification));
        }
        payload.set("custom_details", details(notification));
        SlackNotifier.putUnlessEmpty(event, "client", text("client", notification));
        SlackNotifier.putUnlessEmpty(event, "client_url", text("client_url", notification));
        addAll(event, "images", images, "src", notification);
        addAll(event, "links", links, "href", notification);
        return event;
    }

    private ObjectNode version1(Notification notification) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("service_key", key(config.serviceKey().reveal(), "service key", notification));
        event.put("incident_key", notification.groupHash());
        event.put("event_type", action(notification));
        event.put("description", Templates.cut(text("description", notification), MAX_SUMMARY));
        if (notification.isFiring()) {
            SlackNotifier.putUnlessEmpty(event, "client", text("client", notification));
            SlackNotifier.putUnlessEmpty(event, "client_url", text("client_url", notification));
        }
        event.set("details", details(notification));
        return event;
    }

    private String key(String configured, String what, Notification notification) {
        String key = configured.contains("{{")
                ? templates.text("routing_key", configured).apply(notification)
                : configured;
        if (key.isEmpty()) {
            throw new IllegalArgumentException(what + " cannot be empty");
        }
        return key;
    }

    private ObjectNode details(Notification notification) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        details.forEach((name, tree) -> node.set(name, tree.apply(notification)));
        return node;
    }

    private Function<Notification, ObjectNode> object(Map<String, String> fields) {
        Map<String, Function<Notification, String>> parsed = new TreeMap<>();
        fields.forEach((name, template) -> parsed.put(name, templates.text(name, template)));
        return notification -> {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            parsed.forEach((name, text) -> node.put(name, text.apply(notification)));
            return node;
        };
    }

    /** What has no address is left out. */
    private static void addAll(
            ObjectNode event,
            String name,
            List<Function<Notification, ObjectNode>> objects,
            String required,
            Notification notification) {
        ArrayNode made = JsonNodeFactory.instance.arrayNode();
        objects.stream()
                .map(each -> each.apply(notification))
                .filter(node -> !node.get(required).textValue().isEmpty())
                .forEach(made::add);
        if (!made.isEmpty()) {
            event.set(name, made);
        }
    }

    private String text(String name, Notification notification) {
        return texts.get(name).apply(notification);
    }

    private static String action(Notification notification) {
        return notification.isFiring() ? "trigger" : "resolve";
    }
}
