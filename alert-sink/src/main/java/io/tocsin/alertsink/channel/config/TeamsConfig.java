package io.tocsin.alertsink.channel.config;

import io.tocsin.alertsink.secret.Credential;

/** {@code msteams_configs}: Microsoft Teams by Office 365 connectors. Immutable. */
public record TeamsConfig(
        boolean sendResolved, HttpConfig httpConfig, Credential webhookUrl, String title, String summary, String text)
        implements ChannelConfig {

    @Override
    public String kind() {
        return "msteams";
    }
}
