package io.tocsin.alertsink.channel;

import io.tocsin.alertsink.channel.config.ChannelConfig;
import io.tocsin.alertsink.channel.config.ChannelConfigReader;
import io.tocsin.alertsink.channel.config.DiscordConfig;
import io.tocsin.alertsink.channel.config.EmailConfig;
import io.tocsin.alertsink.channel.config.HttpConfig;
import io.tocsin.alertsink.channel.config.KafkaConfig;
import io.tocsin.alertsink.channel.config.OpsgenieConfig;
import io.tocsin.alertsink.channel.config.PagerdutyConfig;
import io.tocsin.alertsink.channel.config.PushoverConfig;
import io.tocsin.alertsink.channel.config.SlackConfig;
import io.tocsin.alertsink.channel.config.TeamsConfig;
import io.tocsin.alertsink.channel.config.TeamsWorkflowConfig;
import io.tocsin.alertsink.channel.config.TelegramConfig;
import io.tocsin.alertsink.channel.config.VictoropsConfig;
import io.tocsin.alertsink.channel.config.WebexConfig;
import io.tocsin.alertsink.channel.config.WebhookConfig;
import io.tocsin.alertsink.channel.notifier.DiscordNotifier;
import io.tocsin.alertsink.channel.notifier.EmailNotifier;
import io.tocsin.alertsink.channel.notifier.KafkaNotifier;
import io.tocsin.alertsink.channel.notifier.OpsgenieNotifier;
import io.tocsin.alertsink.channel.notifier.PagerdutyNotifier;
import io.tocsin.alertsink.channel.notifier.PushoverNotifier;
import io.tocsin.alertsink.channel.notifier.SlackNotifier;
import io.tocsin.alertsink.channel.notifier.TeamsNotifier;
import io.tocsin.alertsink.channel.notifier.TeamsWorkflowNotifier;
import io.tocsin.alertsink.channel.notifier.TelegramNotifier;
import io.tocsin.alertsink.channel.notifier.Templates;
import io.tocsin.alertsink.channel.notifier.VictoropsNotifier;
import io.tocsin.alertsink.channel.notifier.WebexNotifier;
import io.tocsin.alertsink.channel.notifier.WebhookNotifier;
import io.tocsin.alertsink.config.IntegrationConfig;
import io.tocsin.alertsink.http.AddressGuard;
import io.tocsin.alertsink.http.HttpSender;
import io.tocsin.alertsink.template.TemplateSet;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/** Makes the channels of a configuration's integrations. Immutable and thread-safe. */
public final class IntegrationChannels {

    private final TemplateSet templates;
    private final String externalUrl;
    private final Supplier<Producer<byte[], byte[]>> producer;
    private final Optional<AddressGuard> guard;
    private final InstantSource clock;

    /**
     * Makes the maker.
     *
     * @param templates what the texts of the configuration can include
     * @param externalUrl where people reach Tocsin, without a slash at the end
     * @param producer writes to topics; asked for only when a receiver is one
     * @param guard says which hosts may be reached, for a configuration that came by API; empty for one from a file, which
     *     is trusted
     */
    public IntegrationChannels(
            TemplateSet templates,
            String externalUrl,
            Supplier<Producer<byte[], byte[]>> producer,
            Optional<AddressGuard> guard,
            InstantSource clock) {
        this.templates = templates;
        this.externalUrl = externalUrl;
        this.producer = producer;
        this.guard = guard;
        this.clock = clock;
    }

    /**
     * Makes the channel of an integration, under the integration's name.
     *
     * @throws IllegalArgumentException when the integration cannot be used as it is configured
     * @throws io.tocsin.alertsink.template.TemplateException when a template is malformed
     */
    public Channel channel(IntegrationConfig integration) {
        ChannelConfig config = ChannelConfigReader.read(integration);
        Templates own = new Templates(
                templates, integration.receiver() + '/' + integration.kind() + "_configs[" + integration.index() + ']');
        boolean chat = config instanceof SlackConfig
                || config instanceof DiscordConfig
                || config instanceof TelegramConfig
                || config instanceof TeamsConfig
                || config instanceof TeamsWorkflowConfig;
        EndpointGuard.Limits limits = chat ? EndpointGuard.Limits.CHAT : EndpointGuard.Limits.DEFAULT;
        return new IntegrationChannel(
                integration.channel(),
                integration.kind(),
                new NotificationReader(externalUrl),
                notifier(config, own),
                new EndpointGuard(limits, clock));
    }

    private Notifier notifier(ChannelConfig config, Templates own) {
        if (config instanceof WebhookConfig webhook) {
            return new WebhookNotifier(webhook, own, sender(webhook.httpConfig()), clock);
        }
        if (config instanceof EmailConfig email) {
            return new EmailNotifier(email, own);
        }
        if (config instanceof SlackConfig slack) {
            return new SlackNotifier(slack, own, sender(slack.httpConfig()), clock);
        }
        if (config instanceof PagerdutyConfig pagerduty) {
            return new PagerdutyNotifier(pagerduty, own, sender(pagerduty.httpConfig()), clock);
        }
        if (config instanceof OpsgenieConfig opsgenie) {
            return new OpsgenieNotifier(opsgenie, own, sender(opsgenie.httpConfig()), clock);
        }
        if (config instanceof TeamsConfig teams) {
            return new TeamsNotifier(teams, own, sender(teams.httpConfig()), clock);
        }
        if (config instanceof TeamsWorkflowConfig teams) {
            return new TeamsWorkflowNotifier(teams, own, sender(teams.httpConfig()), clock);
        }
        if (config instanceof DiscordConfig discord) {
            return new DiscordNotifier(discord, own, sender(discord.httpConfig()), clock);
        }
        if (config instanceof TelegramConfig telegram) {
            return new TelegramNotifier(telegram, own, sender(telegram.httpConfig()), clock);
        }
        if (config instanceof PushoverConfig pushover) {
            return new PushoverNotifier(pushover, own, sender(pushover.httpConfig()), clock);
        }
        if (config instanceof VictoropsConfig victorops) {
            return new VictoropsNotifier(victorops, own, sender(victorops.httpConfig()), clock);
        }
        if (config instanceof WebexConfig webex) {
            return new WebexNotifier(webex, own, sender(webex.httpConfig()), clock);
        }
        return new KafkaNotifier((KafkaConfig) config, producer.get());
    }

    private HttpSender sender(HttpConfig config) {
        return new HttpSender(config, guard, clock);
    }
}
