package io.tocsin.alertsink.channel.notifier;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alertsink.channel.Notification;
import io.tocsin.alertsink.channel.config.DiscordConfig;
import io.tocsin.alertsink.http.HttpExchange;
import io.tocsin.alertsink.http.HttpSender;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Posts an embed to Discord. Thread-safe. */
public final class DiscordNotifier extends HttpNotifier {

    private static final int MAX_TITLE = 256;
    private static final int MAX_DESCRIPTION = 4_096;
    private static final int MAX_CONTENT = 2_000;
    private static final int RED = 0x992D22;
    private static final int GREEN = 0x2ECC71;

    private final DiscordConfig config;
    private final Function<Notification, String> content;
    private final Function<Notification, String> title;
    private final Function<Notification, String> message;

    /** Makes the notifier. */
    public DiscordNotifier(DiscordConfig config, Templates templates, HttpSender sender, InstantSource clock) {
        super(sender, clock, Duration.ZERO);
        this.config = config;
        content = templates.text("content", config.content());
        title = templates.text("title", config.title());
        message = templates.text("message", config.message());
    }

    @Override
    List<HttpExchange> requests(Notification notification) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("content", Templates.cut(content.apply(notification), MAX_CONTENT));
        body.putArray("embeds")
                .addObject()
                .put("title", Templates.cut(title.apply(notification), MAX_TITLE))
                .put("description", Templates.cut(message.apply(notification), MAX_DESCRIPTION))
                .put("color", notification.isFiring() ? RED : GREEN);
        SlackNotifier.putUnlessEmpty(body, "username", config.username());
        SlackNotifier.putUnlessEmpty(body, "avatar_url", config.avatarUrl());
        return List.of(HttpExchange.postJson(config.webhookUrl().reveal(), Map.of(), bytes(body)));
    }
}
