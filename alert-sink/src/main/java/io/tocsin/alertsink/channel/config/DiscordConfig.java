package io.tocsin.alertsink.channel.config;

import io.tocsin.alertsink.secret.Credential;

/** {@code discord_configs}. Immutable. */
public record DiscordConfig(
        boolean sendResolved,
        HttpConfig httpConfig,
        Credential webhookUrl,
        String content,
        String title,
        String message,
        String username,
        String avatarUrl)
        implements ChannelConfig {

    @Override
    public String kind() {
        return "discord";
    }
}
