package io.tocsin.alertsink.channel.notifier;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alertsink.channel.Notification;
import io.tocsin.alertsink.channel.config.TelegramConfig;
import io.tocsin.alertsink.http.HttpExchange;
import io.tocsin.alertsink.http.HttpSender;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Sends a message by a bot of Telegram. Thread-safe. */
public final class TelegramNotifier extends HttpNotifier {

    private static final int MAX_MESSAGE = 4_096;
    private static final String TOO_LONG =
            "The notification could not be sent: it is longer than Telegram's limit. Please check the template.";

    private final TelegramConfig config;
    private final Function<Notification, String> message;

    /** Makes the notifier. */
    public TelegramNotifier(TelegramConfig config, Templates templates, HttpSender sender, InstantSource clock) {
        super(sender, clock, Duration.ZERO);
        this.config = config;
        message = config.parseMode().equals("HTML")
                ? templates.html("message", config.message())
                : templates.text("message", config.message());
    }

    @Override
    List<HttpExchange> requests(Notification notification) {
        String text = message.apply(notification);
        if (config.parseMode().equals("HTML")) {
            // HTML that is cut off somewhere would be refused.
            String visible = text.replaceAll("<[^>]*>", "").replaceAll("&(#?\\w+);", ".");
            text = visible.codePointCount(0, visible.length()) > MAX_MESSAGE ? TOO_LONG : text;
        } else {
            text = Templates.cut(text, MAX_MESSAGE);
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("chat_id", config.chatId().reveal());
        body.put("text", text);
        body.put("disable_web_page_preview", true);
        if (config.disableNotifications()) {
            body.put("disable_notification", true);
        }
        SlackNotifier.putUnlessEmpty(body, "parse_mode", config.parseMode());
        if (config.messageThreadId() != 0) {
            body.put("message_thread_id", config.messageThreadId());
        }
        String url = config.apiUrl().replaceAll("/+$", "") + "/bot"
                + config.botToken().reveal() + "/sendMessage";
        return List.of(HttpExchange.postJson(url, Map.of(), bytes(body)));
    }
}
