package io.tocsin.alertsink.channel.notifier;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alertsink.channel.Notification;
import io.tocsin.alertsink.channel.config.WebexConfig;
import io.tocsin.alertsink.http.HttpExchange;
import io.tocsin.alertsink.http.HttpSender;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Posts a message to a room of Webex. Thread-safe. */
public final class WebexNotifier extends HttpNotifier {

    private static final int MAX_BYTES = 7_439;

    private final WebexConfig config;
    private final Function<Notification, String> message;
    private final Function<Notification, String> roomId;

    /** Makes the notifier. */
    public WebexNotifier(WebexConfig config, Templates templates, HttpSender sender, InstantSource clock) {
        super(sender, clock, Duration.ZERO);
        this.config = config;
        message = templates.text("message", config.message());
        roomId = templates.text("room_id", config.roomId());
    }

    @Override
    List<HttpExchange> requests(Notification notification) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("markdown", Templates.cut(message.apply(notification), MAX_BYTES / 3))
                .put("roomId", roomId.apply(notification));
        return List.of(HttpExchange.postJson(config.apiUrl(), Map.of(), bytes(body)));
    }
}
