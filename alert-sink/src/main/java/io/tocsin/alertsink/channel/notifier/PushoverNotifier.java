package io.tocsin.alertsink.channel.notifier;

import io.tocsin.alertsink.channel.Notification;
import io.tocsin.alertsink.channel.config.PushoverConfig;
import io.tocsin.alertsink.http.HttpExchange;
import io.tocsin.alertsink.http.HttpSender;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Sends messages by Pushover; they stand in the body, where no proxy or log looks for them. Thread-safe. */
public final class PushoverNotifier extends HttpNotifier {

    private static final int MAX_TITLE = 250;
    private static final int MAX_MESSAGE = 1_024;
    private static final int MAX_URL = 512;

    private final PushoverConfig config;
    private final Map<String, Function<Notification, String>> texts = new LinkedHashMap<>();

    /** Makes the notifier. */
    public PushoverNotifier(PushoverConfig config, Templates templates, HttpSender sender, InstantSource clock) {
        super(sender, clock, Duration.ZERO);
        this.config = config;
        Function<Notification, String> message = config.html()
                ? templates.html("message", config.message())
                : templates.text("message", config.message());
        texts.put("title", templates.text("title", config.title()).andThen(text -> Templates.cut(text, MAX_TITLE)));
        texts.put(
                "message",
                message.andThen(text -> Templates.cut(text, MAX_MESSAGE).strip())
                        .andThen(text -> text.isEmpty() ? "(no details)" : text));
        texts.put("url", templates.text("url", config.url()).andThen(text -> Templates.cut(text, MAX_URL)));
        texts.put("url_title", templates.text("url_title", config.urlTitle()));
        texts.put("priority", templates.text("priority", config.priority()));
        texts.put("device", templates.text("device", config.device()));
        texts.put("sound", templates.text("sound", config.sound()));
    }

    @Override
    List<HttpExchange> requests(Notification notification) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("token", config.token().reveal());
        form.put("user", config.userKey().reveal());
        texts.forEach((name, text) -> form.put(name, text.apply(notification)));
        form.put("retry", Long.toString(config.retry().toSeconds()));
        form.put("expire", Long.toString(config.expire().toSeconds()));
        if (!config.ttl().isZero()) {
            form.put("ttl", Long.toString(config.ttl().toSeconds()));
        }
        if (config.html()) {
            form.put("html", "1");
        }
        if (config.monospace()) {
            form.put("monospace", "1");
        }
        String body = form.entrySet().stream()
                .map(each -> each.getKey() + '=' + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return List.of(new HttpExchange(
                "POST",
                config.apiUrl(),
                Map.of(),
                "application/x-www-form-urlencoded",
                body.getBytes(StandardCharsets.UTF_8)));
    }
}
