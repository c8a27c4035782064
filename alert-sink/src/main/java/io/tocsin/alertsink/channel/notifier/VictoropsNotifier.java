package io.tocsin.alertsink.channel.notifier;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alertsink.channel.Notification;
import io.tocsin.alertsink.channel.config.VictoropsConfig;
import io.tocsin.alertsink.http.HttpExchange;
import io.tocsin.alertsink.http.HttpSender;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Sends alerts to Splunk On-Call. Thread-safe. */
public final class VictoropsNotifier extends HttpNotifier {

    private static final int MAX_MESSAGE = 20_480;
    private static final Set<String> FIRING_TYPES = Set.of("INFO", "WARNING", "CRITICAL");

    private final VictoropsConfig config;
    private final Templates templates;
    private final Map<String, Function<Notification, String>> texts = new TreeMap<>();

    /** Makes the notifier. */
    public VictoropsNotifier(VictoropsConfig config, Templates templates, HttpSender sender, InstantSource clock) {
        super(sender, clock, Duration.ZERO);
        this.config = config;
        this.templates = templates;
        config.customFields().forEach((name, text) -> texts.put(name, templates.text("custom_fields." + name, text)));
        texts.put("entity_display_name", templates.text("entity_display_name", config.entityDisplayName()));
        texts.put("monitoring_tool", templates.text("monitoring_tool", config.monitoringTool()));
        texts.put(
                "state_message",
                templates
                        .text("state_message", config.stateMessage())
                        .andThen(text -> Templates.cut(text, MAX_MESSAGE)));
        texts.put("message_type", templates.text("message_type", config.messageType()));
    }

    @Override
    List<HttpExchange> requests(Notification notification) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("entity_id", notification.groupHash());
        texts.forEach((name, text) -> body.put(name, text.apply(notification)));
        if (!notification.isFiring()) {
            body.put("message_type", "RECOVERY");
        } else if (!FIRING_TYPES.contains(body.get("message_type").textValue())) {
            body.put("message_type", "CRITICAL");
        }
        String route = templates.text("routing_key", config.routingKey()).apply(notification);
        String url = config.apiUrl() + config.apiKey().reveal() + '/' + route;
        return List.of(HttpExchange.postJson(url, Map.of(), bytes(body)));
    }
}
