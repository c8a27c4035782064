package io.tocsin.alertsink;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tocsin.alertsink.channel.Channel;
import io.tocsin.alertsink.channel.IntegrationChannels;
import io.tocsin.alertsink.config.ConfigException;
import io.tocsin.alertsink.config.ConfigReader;
import io.tocsin.alertsink.http.AddressGuard;
import io.tocsin.service.settings.Settings;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/** Channels to webhooks whose URLs come from outside: they reach what an {@link AddressGuard} lets them. Stateless. */
final class GuardedWebhook {

    private GuardedWebhook() {}

    /**
     * Makes one.
     *
     * @throws IllegalArgumentException when the URL cannot be used; the message says why
     */
    static Channel of(String url, Settings settings, Supplier<Producer<byte[], byte[]>> producer, InstantSource clock) {
        if (url.contains("{{")) {
            throw new IllegalArgumentException("must not be a template");
        }
        AddressGuard guard = new AddressGuard(settings.get(SinkSettings.URL_ALLOWED_RANGES), InetAddress::getAllByName);
        try {
            return new IntegrationChannels(
                            TemplateFiles.load(List.of()),
                            settings.get(SinkSettings.EXTERNAL_URL).replaceAll("/+$", ""),
                            producer,
                            Optional.of(guard),
                            clock)
                    .channel(ConfigReader.text(
                                    "{route: {receiver: test}, receivers: [{name: test, webhook_configs: [{url: "
                                            + TextNode.valueOf(url) + ", timeout: 10s}]}]}")
                            .integrations()
                            .get(0));
        } catch (ConfigException wrong) {
            throw new IllegalArgumentException("must be an http or https URL with a host", wrong);
        }
    }
}
