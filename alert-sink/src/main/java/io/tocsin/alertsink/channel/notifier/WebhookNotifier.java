package io.tocsin.alertsink.channel.notifier;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.alertsink.channel.Notification;
import io.tocsin.alertsink.channel.WebhookBody;
import io.tocsin.alertsink.channel.WebhookSecret;
import io.tocsin.alertsink.channel.config.WebhookConfig;
import io.tocsin.alertsink.http.HttpExchange;
import io.tocsin.alertsink.http.HttpSender;
import io.tocsin.alertsink.secret.Credential;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Posts Alertmanager's webhook body, version 4, or a payload of one's own, signed as standard-webhooks says. Thread-safe.
 */
public final class WebhookNotifier extends HttpNotifier {

    private final WebhookConfig config;
    private final Optional<Function<Notification, JsonNode>> payload;
    private final Templates templates;
    private final InstantSource clock;

    /** Makes the notifier. */
    public WebhookNotifier(WebhookConfig config, Templates templates, HttpSender sender, InstantSource clock) {
        super(sender, clock, config.timeout());
        this.config = config;
        this.templates = templates;
        this.clock = clock;
        payload = config.payload().map(tree -> templates.tree("payload", tree));
    }

    @Override
    List<HttpExchange> requests(Notification notification) {
        Notification told = notification.withAtMost(config.maxAlerts());
        byte[] body = bytes(payload.map(own -> own.apply(told)).orElseGet(() -> WebhookBody.of(told)));
        String url = config.url().reveal();
        String target = url.contains("{{") ? templates.text("url", url).apply(told) : url;
        return List.of(HttpExchange.postJson(target, headers(notification.id(), body), body));
    }

    private Map<String, String> headers(String id, byte[] body) {
        long timestamp = clock.instant().getEpochSecond();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Idempotency-Key", id);
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(timestamp));
        if (!config.signingSecrets().isEmpty()) {
            headers.put(
                    "webhook-signature",
                    config.signingSecrets().stream()
                            .map(Credential::reveal)
                            .map(WebhookSecret::parse)
                            .map(secret -> secret.sign(id, timestamp, body))
                            .collect(Collectors.joining(" ")));
        }
        return headers;
    }
}
