package io.tocsin.alertsink.channel.config;

import io.tocsin.alertsink.secret.Credential;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Reads the {@code *_configs} of receivers as Alertmanager does: its defaults, its checks, what {@code global} fills in.
 * Stateless.
 */
public final class ChannelConfigReader {

    /** Kinds of receivers in the order in which Alertmanager makes their channels. */
    private static final Map<String, BiFunction<ConfigSection, ReceiverDefaults, ChannelConfig>> READERS = readers();

    /** Kinds that Alertmanager has and Tocsin does not. */
    private static final Set<String> UNSUPPORTED = Set.of(
            "sns_configs",
            "wechat_configs",
            "jira_configs",
            "rocketchat_configs",
            "mattermost_configs",
            "incidentio_configs");

    private ChannelConfigReader() {}

    /**
     * Reads all channels of a receiver and complains of unknown fields, except {@code name} and {@code labels}, which
     * the caller reads.
     */
    public static List<ChannelConfig> read(ConfigSection receiver, ReceiverDefaults defaults) {
        receiver.ignore("name");
        receiver.ignore("labels");
        List<ChannelConfig> channels = new ArrayList<>();
        READERS.forEach((key, reader) -> receiver.sections(key).forEach(section -> {
            channels.add(reader.apply(section, defaults));
            section.end();
        }));
        UNSUPPORTED.stream().sorted().forEach(key -> {
            if (receiver.has(key)) {
                receiver.problem(key, "this kind of receiver is not supported; a webhook may do instead");
            }
            receiver.ignore(key);
        });
        receiver.end();
        return channels;
    }

    private static Map<String, BiFunction<ConfigSection, ReceiverDefaults, ChannelConfig>> readers() {
        Map<String, BiFunction<ConfigSection, ReceiverDefaults, ChannelConfig>> readers = new LinkedHashMap<>();
        readers.put("webhook_configs", MessageConfigs::webhook);
        readers.put("email_configs", MessageConfigs::email);
        readers.put("pagerduty_configs", PagingConfigs::pagerduty);
        readers.put("opsgenie_configs", PagingConfigs::opsgenie);
        readers.put("slack_configs", ChatConfigs::slack);
        readers.put("victorops_configs", PagingConfigs::victorops);
        readers.put("pushover_configs", PagingConfigs::pushover);
        readers.put("telegram_configs", ChatConfigs::telegram);
        readers.put("discord_configs", ChatConfigs::discord);
        readers.put("webex_configs", ChatConfigs::webex);
        readers.put("msteams_configs", ChatConfigs::teams);
        readers.put("msteamsv2_configs", ChatConfigs::teamsWorkflow);
        readers.put("kafka_configs", MessageConfigs::kafka);
        return readers;
    }

    /** Returns {@code http_config}, or what {@code global} says. */
    static HttpConfig http(ConfigSection section, ReceiverDefaults defaults) {
        return section.section("http_config").map(HttpConfigReader::read).orElse(defaults.httpConfig());
    }

    /** Complains when a secret is missing. */
    static Credential required(ConfigSection section, String key, Credential credential) {
        if (!credential.isPresent()) {
            section.problem(key, "one of " + key + " or " + key + "_file must be configured");
        }
        return credential;
    }

    /** Complains when a text is missing. */
    static String required(ConfigSection section, String key, String text) {
        if (text.isEmpty()) {
            section.problem(key, "is missing");
        }
        return text;
    }

    /** Returns a secret, or the one that {@code global} has. */
    static Credential or(Credential own, Credential global) {
        return own.isPresent() ? own : global;
    }
}
