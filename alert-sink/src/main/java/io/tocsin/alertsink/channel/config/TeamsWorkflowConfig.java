package io.tocsin.alertsink.channel.config;

import io.tocsin.alertsink.secret.Credential;

/** {@code msteamsv2_configs}: Microsoft Teams by Power Automate workflows. Immutable. */
public record TeamsWorkflowConfig(
        boolean sendResolved, HttpConfig httpConfig, Credential webhookUrl, String title, String text)
        implements ChannelConfig {

    @Override
    public String kind() {
        return "msteamsv2";
    }
}
