package io.tocsin.alertsink;

import io.tocsin.alertsink.channel.Channel;
import io.tocsin.alertsink.config.AlertmanagerConfig;
import io.tocsin.alertsink.config.ConfigException;
import io.tocsin.alertsink.config.ConfigReader;
import io.tocsin.alertsink.config.IntegrationConfig;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the routing comes from: a configuration file of Alertmanager, or the channels of the settings, all of which are
 * told of everything. Immutable.
 *
 * @param file the configuration file, if there is one
 * @param config the configuration to begin with
 */
record RoutingSource(
        Optional<Path> file, AlertmanagerConfig config, Map<String, Channel> ofSettings, IntegrationChannels making) {

    /**
     * Reads it.
     *
     * @throws InvalidSettingsException when the configuration file cannot be used
     */
    static RoutingSource of(Settings settings, ConfiguredChannels channels) {
        Map<String, Channel> byName = new LinkedHashMap<>();
        channels.channels().forEach(each -> byName.put(each.name(), each));
        IntegrationChannels making = new IntegrationChannels(settings);
        String path = settings.get(SinkSettings.ALERTMANAGER_CONFIG);
        try {
            Optional<Path> file = path.isBlank() ? Optional.empty() : Optional.of(Path.of(path));
            AlertmanagerConfig config =
                    file.isPresent() ? ConfigReader.file(file.get()) : ConfigReader.text(channels.routing());
            RoutingSource source = new RoutingSource(file, config, byName, making);
            source.channels(config);
            return source;
        } catch (ConfigException | IllegalArgumentException wrong) {
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
        for (IntegrationConfig each : wanted.integrations()) {
            if (!each.kind().equals(IntegrationConfig.CHANNEL)) {
                channels.put(each.channel(), making.channel(each));
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
