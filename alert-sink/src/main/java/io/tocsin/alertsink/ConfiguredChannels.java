package io.tocsin.alertsink;

import io.tocsin.alertsink.channel.Channel;
import io.tocsin.alertsink.channel.Console;
import io.tocsin.alertsink.channel.JsonLinesFile;
import io.tocsin.alertsink.channel.NotificationJson;
import io.tocsin.alertsink.channel.Webhook;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Settings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The channels that the settings ask for. Immutable.
 *
 * @param channels channels in a fixed order, each name once
 * @param routing Alertmanager's configuration that tells every channel of every alert, each by itself and at once or those
 *     of an incident together
 */
record ConfiguredChannels(List<Channel> channels, String routing) {

    private static final String CONSOLE = "console";
    private static final String FILE = "file";

    /**
     * A channel as the routing sees it.
     *
     * @param channel its name
     * @param sendResolved whether it wants to hear that alerts are resolved
     */
    private record Subscriber(String channel, boolean sendResolved) {}

    ConfiguredChannels {
        channels = List.copyOf(channels);
    }

    /**
     * Makes the channels.
     *
     * @param out where the console channel prints
     * @throws InvalidSettingsException when they cannot be made as the settings say
     */
    static ConfiguredChannels of(Settings settings, PrintStream out, InstantSource clock) {
        NotificationJson form =
                new NotificationJson(settings.get(SinkSettings.EXTERNAL_URL).replaceAll("/+$", ""));
        List<Channel> channels = new ArrayList<>();
        List<Subscriber> subscribers = new ArrayList<>();
        if (settings.get(SinkSettings.CONSOLE)) {
            channels.add(new Console(CONSOLE, out));
            subscribers.add(new Subscriber(CONSOLE, true));
        }
        String file = settings.get(SinkSettings.FILE);
        if (!file.isBlank()) {
            channels.add(new JsonLinesFile(
                    FILE,
                    Path.of(file),
                    settings.get(SinkSettings.FILE_MAX_SIZE).bytes(),
                    settings.get(SinkSettings.FILE_KEPT),
                    form));
            subscribers.add(new Subscriber(FILE, true));
        }
        for (ConfiguredWebhooks.Configured each : ConfiguredWebhooks.read(settings.get(SinkSettings.WEBHOOK))) {
            String name = each.parameters().name();
            if (channels.stream().anyMatch(channel -> channel.name().equals(name))) {
                throw new InvalidSettingsException(
                        SinkSettings.WEBHOOK.name() + '.' + name, "the name is taken by another channel");
            }
            channels.add(new Webhook(each.parameters(), form, clock));
            subscribers.add(new Subscriber(name, each.sendResolved()));
        }
        return new ConfiguredChannels(channels, routing(subscribers, settings.get(SinkSettings.BY_INCIDENT)));
    }

    private static String routing(List<Subscriber> subscribers, boolean byIncident) {
        String told = byIncident
                ? "group_by: [incident], group_wait: 10s, episodes: false"
                : "group_by: ['...'], group_wait: 0s, episodes: true";
        StringBuilder text = new StringBuilder("route: {receiver: settings, ")
                .append(told)
                .append(", group_interval: 30s, repeat_interval: 1y}\n")
                .append("receivers:\n- name: settings\n  channel_configs:")
                .append(subscribers.isEmpty() ? " []\n" : "\n");
        subscribers.forEach(each -> text.append("  - {name: ")
                .append(each.channel())
                .append(", send_resolved: ")
                .append(each.sendResolved())
                .append("}\n"));
        return text.toString();
    }
}
