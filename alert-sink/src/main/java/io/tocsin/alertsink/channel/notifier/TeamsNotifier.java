package io.tocsin.alertsink.channel.notifier;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alertsink.channel.Notification;
import io.tocsin.alertsink.channel.config.TeamsConfig;
import io.tocsin.alertsink.http.HttpExchange;
import io.tocsin.alertsink.http.HttpSender;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Posts a message card to Microsoft Teams by an Office 365 connector. Thread-safe. */
public final class TeamsNotifier extends HttpNotifier {

    private static final String RED = "8C1A1A";
    private static final String GREEN = "2DC72D";

    private final TeamsConfig config;
    private final Function<Notification, String> title;
    private final Function<Notification, String> summary;
    private final Function<Notification, String> text;

    /** Makes the notifier. */
    public TeamsNotifier(TeamsConfig config, Templates templates, HttpSender sender, InstantSource clock) {
        super(sender, clock, Duration.ZERO);
        this.config = config;
        title = templates.text("title", config.title());
        summary = templates.text("summary", config.summary());
        text = templates.text("text", config.text());
    }

    @Override
    List<HttpExchange> requests(Notification notification) {
        ObjectNode card = JsonNodeFactory.instance
                .objectNode()
                .put("@context", "http://schema.org/extensions")
                .put("type", "MessageCard")
                .put("title", title.apply(notification))
                .put("summary", summary.apply(notification))
                .put("text", text.apply(notification))
                .put("themeColor", notification.isFiring() ? RED : GREEN);
        return List.of(HttpExchange.postJson(config.webhookUrl().reveal(), Map.of(), bytes(card)));
    }
}
