package io.tocsin.alertsink.channel.notifier;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alertsink.channel.Notification;
import io.tocsin.alertsink.channel.config.OpsgenieConfig;
import io.tocsin.alertsink.http.HttpExchange;
import io.tocsin.alertsink.http.HttpSender;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Creates and closes alerts of Opsgenie, or of what speaks its API. Thread-safe. */
public final class OpsgenieNotifier extends HttpNotifier {

    private static final int MAX_MESSAGE = 130;
    private static final String BY_ALIAS = "?identifierType=alias";

    private final OpsgenieConfig config;
    private final Templates templates;
    private final Map<String, Function<Notification, String>> texts = new LinkedHashMap<>();
    private final Map<String, Function<Notification, String>> details = new TreeMap<>();
    private final List<Map<String, Function<Notification, String>>> responders = new ArrayList<>();

    /** Makes the notifier. */
    public OpsgenieNotifier(OpsgenieConfig config, Templates templates, HttpSender sender, InstantSource clock) {
        super(sender, clock, Duration.ZERO);
        this.config = config;
        this.templates = templates;
        texts.put("message", templates.text("message", config.message()));
        texts.put("description", templates.text("description", config.description()));
        texts.put("source", templates.text("source", config.source()));
        texts.put("tags", templates.text("tags", config.tags()));
        texts.put("note", templates.text("note", config.note()));
        texts.put("priority", templates.text("priority", config.priority()));
        texts.put("entity", templates.text("entity", config.entity()));
        texts.put("actions", templates.text("actions", config.actions()));
        config.details().forEach((name, text) -> details.put(name, templates.text("details." + name, text)));
        for (OpsgenieConfig.Responder each : config.responders()) {
            Map<String, Function<Notification, String>> responder = new LinkedHashMap<>();
            responder.put("id", templates.text("responders.id", each.id()));
            responder.put("name", templates.text("responders.name", each.name()));
            responder.put("username", templates.text("responders.username", each.username()));
            responder.put("type", templates.text("responders.type", each.type()));
            responders.add(responder);
        }
    }

    @Override
    List<HttpExchange> requests(Notification notification) {
        String key = config.apiKey().reveal();
        Map<String, String> headers = Map.of(
                "Authorization",
                "GenieKey "
                        + (key.contains("{{") ? templates.text("api_key", key).apply(notification) : key));
        String base = config.apiUrl() + "v2/alerts";
        String alert = base + '/' + notification.groupHash();
        List<HttpExchange> requests = new ArrayList<>();
        if (!notification.isFiring()) {
            ObjectNode close = JsonNodeFactory.instance.objectNode().put("source", text("source", notification));
            requests.add(HttpExchange.postJson(alert + "/close" + BY_ALIAS, headers, bytes(close)));
            return requests;
        }
        ObjectNode create = create(notification);
        requests.add(HttpExchange.postJson(base, headers, bytes(create)));
        if (config.updateAlerts()) {
            for (String field : List.of("message", "description")) {
                ObjectNode update = JsonNodeFactory.instance.objectNode();
                update.put(field, create.path(field).asText(""));
                requests.add(new HttpExchange(
                        "PUT", alert + '/' + field + BY_ALIAS, headers, "application/json", bytes(update)));
            }
        }
        return requests;
    }

    private ObjectNode create(Notification notification) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("alias", notification.groupHash());
        body.put("message", Templates.cut(text("message", notification), MAX_MESSAGE));
        SlackNotifier.putUnlessEmpty(body, "description", text("description", notification));
        ObjectNode all = body.putObject("details");
        notification.commonLabels().forEach(all::put);
        details.forEach((name, text) -> all.put(name, text.apply(notification)));
        body.put("source", text("source", notification));
        ArrayNode who = JsonNodeFactory.instance.arrayNode();
        responders.forEach(each -> addResponder(who, each, notification));
        if (!who.isEmpty()) {
            body.set("responders", who);
        }
        putList(body, "tags", text("tags", notification));
        for (String name : List.of("note", "priority", "entity")) {
            SlackNotifier.putUnlessEmpty(body, name, text(name, notification));
        }
        putList(body, "actions", text("actions", notification));
        return body;
    }

    /** {@code teams} is several teams by name; what is empty is left out. */
    private static void addResponder(
            ArrayNode who, Map<String, Function<Notification, String>> responder, Notification notification) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        responder.forEach((name, text) -> SlackNotifier.putUnlessEmpty(node, name, text.apply(notification)));
        if (node.isEmpty()) {
            return;
        }
        if (node.path("type").asText().equals("teams")) {
            split(node.path("name").asText(""))
                    .forEach(team -> who.addObject().put("name", team).put("type", "team"));
        } else {
            who.add(node);
        }
    }

    private static void putList(ObjectNode body, String name, String text) {
        List<String> elements = split(text);
        if (!elements.isEmpty()) {
            ArrayNode array = body.putArray(name);
            elements.forEach(array::add);
        }
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.strip().split(","))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private String text(String name, Notification notification) {
        return texts.get(name).apply(notification);
    }
}
