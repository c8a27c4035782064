package io.tocsin.alertsink.channel.config;

import io.tocsin.alertsink.secret.Credential;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code webhook_configs}. Immutable.
 *
 * @param url where it goes, a template
 * @param maxAlerts most alerts of a body; 0 is no limit
 * @param timeout time for the whole exchange; zero means that of the channel
 * @param payload body of one's own, a tree of maps, lists and templates; empty: Alertmanager's, version 4
 * @param signingSecrets keys of standard-webhooks ({@code whsec_}...), newest first; an addition of Tocsin
 */
public record WebhookConfig(
        boolean sendResolved,
        HttpConfig httpConfig,
        Credential url,
        long maxAlerts,
        Duration timeout,
        Optional<Object> payload,
        List<Credential> signingSecrets)
        implements ChannelConfig {

    public WebhookConfig {
        signingSecrets = List.copyOf(signingSecrets);
    }

    @Override
    public String kind() {
        return "webhook";
    }
}
