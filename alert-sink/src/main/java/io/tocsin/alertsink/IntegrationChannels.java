package io.tocsin.alertsink;

import io.tocsin.alertsink.channel.Channel;
import io.tocsin.alertsink.channel.NotificationJson;
import io.tocsin.alertsink.channel.Webhook;
import io.tocsin.alertsink.channel.WebhookParameters;
import io.tocsin.alertsink.config.IntegrationConfig;
import io.tocsin.alertsink.config.SecretText;
import io.tocsin.service.settings.Settings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Makes the channels of integrations. Thread-safe. */
final class IntegrationChannels {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final NotificationJson form;

    IntegrationChannels(Settings settings) {
        form = new NotificationJson(settings.get(SinkSettings.EXTERNAL_URL).replaceAll("/+$", ""));
    }

    /**
     * Makes a channel.
     *
     * @throws IllegalArgumentException when there is none of the kind
     */
    Channel channel(IntegrationConfig integration) {
        if (!integration.kind().equals("webhook")) {
            throw new IllegalArgumentException(integration.kind() + "_configs are not supported");
        }
        String url = integration.secret("url").map(SecretText::reveal).orElse("");
        Duration timeout =
                integration.duration("timeout").filter(each -> !each.isZero()).orElse(TIMEOUT);
        return new Webhook(
                new WebhookParameters(integration.channel(), URI.create(url), List.of(), timeout),
                form.withAtMost(integration.number("max_alerts").orElse(0L)),
                Clock.systemUTC());
    }
}
