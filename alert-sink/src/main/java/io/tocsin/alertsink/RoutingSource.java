package io.tocsin.alertsink;

import io.tocsin.alertsink.channel.Channel;
import io.tocsin.alertsink.channel.IntegrationChannels;
import io.tocsin.alertsink.config.AlertmanagerConfig;
import io.tocsin.alertsink.config.ConfigException;
import io.tocsin.alertsink.config.ConfigReader;
import io.tocsin.alertsink.config.IntegrationConfig;
import io.tocsin.alertsink.template.TemplateException;
import io.tocsin.alertsink.template.TemplateSet;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Settings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/**
 * Where the routing comes from: a configuration file of Alertmanager, or the channels of the settings, all of which are
 * told of everything. Immutable.
 *
 * @param file the configuration file, if there is one
 * @param config the configuration to begin with
 */
record RoutingSource(
        Optional<Path> file,
        AlertmanagerConfig config,
        Map<String, Channel> ofSettings,
        Function<TemplateSet, IntegrationChannels> making) {

    /**
     * Reads it.
     *
     * @throws InvalidSettingsException when the configuration file cannot be used
     */
    static RoutingSource of(
            Settings settings,
            ConfiguredChannels channels,
            Supplier<Producer<byte[], byte[]>> producer,
            InstantSource clock) {
        Map<String, Channel> byName = new LinkedHashMap<>();
        channels.channels().forEach(each -> byName.put(each.name(), each));
        String externalUrl = settings.get(SinkSettings.EXTERNAL_URL).replaceAll("/+$", "");
        Function<TemplateSet, IntegrationChannels> making =
                templates -> new IntegrationChannels(templates, externalUrl, producer, Optional.empty(), clock);
        String path = settings.get(SinkSettings.ALERTMANAGER_CONFIG);
        try {
            Optional<Path> file = path.isBlank() ? Optional.empty() : Optional.of(Path.of(path));
            AlertmanagerConfig config =
                    file.isPresent() ? ConfigReader.file(file.get()) : ConfigReader.text(channels.routing());
            RoutingSource source = new RoutingSource(file, config, byName, making);
            source.channels(config);
            return source;
        } catch (ConfigException | IllegalArgumentException | TemplateException wrong) {
            throw new InvalidSettingsException(SinkSettings.ALERTMANAGER_CONFIG.name(), wrong.getMessage());
        }
    }

    /**
     * Makes the channels of a configuration: those of the settings, and one for each integration.
     *
     * @throws IllegalArgumentException when an integration cannot be had
     */
    List<Channel> channels(AlertmanagerConfig wanted) {
        Map<String, Channel> channels = new LinkedHashMap<>(ofSettings);
        List<String> problems = new ArrayList<>();
        IntegrationChannels maker = making.apply(TemplateFiles.load(wanted.templates()));
        for (IntegrationConfig each : wanted.integrations()) {
            if (!each.kind().equals(IntegrationConfig.CHANNEL)) {
                channels.put(each.channel(), maker.channel(each));
            } else if (!ofSettings.containsKey(each.channel())) {
                problems.add("the settings have no channel '" + each.channel() + "'");
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return List.copyOf(channels.values());
    }
}
