package io.tocsin.alertsink.channel.notifier;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alertsink.channel.Notification;
import io.tocsin.alertsink.channel.config.TeamsWorkflowConfig;
import io.tocsin.alertsink.http.HttpExchange;
import io.tocsin.alertsink.http.HttpSender;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Posts an adaptive card to Microsoft Teams by a Power Automate workflow. Thread-safe. */
public final class TeamsWorkflowNotifier extends HttpNotifier {

    private final TeamsWorkflowConfig config;
    private final Function<Notification, String> title;
    private final Function<Notification, String> text;

    /** Makes the notifier. */
    public TeamsWorkflowNotifier(
            TeamsWorkflowConfig config, Templates templates, HttpSender sender, InstantSource clock) {
        super(sender, clock, Duration.ZERO);
        this.config = config;
        title = templates.text("title", config.title());
        text = templates.text("text", config.text());
    }

    @Override
    List<HttpExchange> requests(Notification notification) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("type", "message");
        ObjectNode attachment = message.putArray("attachments").addObject();
        attachment.put("contentType", "application/vnd.microsoft.card.adaptive").putNull("contentUrl");
        ObjectNode content = attachment.putObject("content");
        content.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
                .put("type", "AdaptiveCard")
                .put("version", "1.2");
        content.putArray("body")
                .add(JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "TextBlock")
                        .put("text", title.apply(notification))
                        .put("weight", "Bolder")
                        .put("size", "Medium")
                        .put("wrap", true)
                        .put("style", "heading")
                        .put("color", notification.isFiring() ? "Attention" : "Good"))
                .add(JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "TextBlock")
                        .put("text", text.apply(notification))
                        .put("wrap", true));
        content.putObject("msteams").put("width", "full");
        return List.of(HttpExchange.postJson(config.webhookUrl().reveal(), Map.of(), bytes(message)));
    }
}
