package io.tocsin.alertsink.channel.config;

import io.tocsin.alertsink.secret.Credential;
import java.time.Duration;

/**
 * {@code pushover_configs}. Immutable.
 *
 * @param retry how often an emergency is repeated
 * @param expire how long an emergency is repeated
 * @param ttl how long a message is kept; zero for ever
 */
public record PushoverConfig(
        boolean sendResolved,
        HttpConfig httpConfig,
        Credential userKey,
        Credential token,
        String apiUrl,
        String title,
        String message,
        String url,
        String urlTitle,
        String device,
        String sound,
        String priority,
        Duration retry,
        Duration expire,
        Duration ttl,
        boolean html,
        boolean monospace)
        implements ChannelConfig {

    @Override
    public String kind() {
        return "pushover";
    }
}
