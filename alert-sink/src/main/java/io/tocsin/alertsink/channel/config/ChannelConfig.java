package io.tocsin.alertsink.channel.config;

/**
 * One entry of a receiver's {@code *_configs}: what a channel needs to know. Texts are templates unless said otherwise.
 * Immutable; no text form shows a secret.
 */
public sealed interface ChannelConfig
        permits WebhookConfig,
                EmailConfig,
                SlackConfig,
                PagerdutyConfig,
                OpsgenieConfig,
                TeamsConfig,
                TeamsWorkflowConfig,
                DiscordConfig,
                TelegramConfig,
                PushoverConfig,
                VictoropsConfig,
                WebexConfig,
                KafkaConfig {

    /** Returns Alertmanager's name of the kind of receiver: {@code webhook}, {@code email}, {@code msteamsv2}, ... */
    String kind();

    /** Returns whether the receiver is told of resolutions. */
    boolean sendResolved();
}
