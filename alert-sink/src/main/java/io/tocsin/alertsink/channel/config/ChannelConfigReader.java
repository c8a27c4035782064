package io.tocsin.alertsink.channel.config;

import io.tocsin.alertsink.config.IntegrationConfig;
import io.tocsin.alertsink.secret.Credential;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads what a channel needs to know from the integration of a receiver. Stateless. */
public final class ChannelConfigReader {

    private static final Map<String, Function<ConfigSection, ChannelConfig>> READERS = readers();

    private ChannelConfigReader() {}

    /** Returns the kinds of receivers that there are channels for. */
    public static Set<String> kinds() {
        return READERS.keySet();
    }

    /**
     * Reads an integration of a configuration that was checked.
     *
     * @throws IllegalArgumentException listing what is missing or cannot be used, without secrets
     */
    public static ChannelConfig read(IntegrationConfig integration) {
        List<ConfigProblem> problems = new ArrayList<>();
        String place = integration.kind() + "_configs[" + integration.index() + ']';
        ConfigSection section = new ConfigSection(integration.settings(), place, Path.of(""), problems);
        Function<ConfigSection, ChannelConfig> reader = READERS.get(integration.kind());
        if (reader == null) {
            throw new IllegalArgumentException(
                    place + ": this kind of receiver is not supported; a webhook may do instead");
        }
        ChannelConfig config = reader.apply(section);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(
                    "; ", problems.stream().map(ConfigProblem::toString).toList()));
        }
        return config;
    }

    private static Map<String, Function<ConfigSection, ChannelConfig>> readers() {
        Map<String, Function<ConfigSection, ChannelConfig>> readers = new TreeMap<>();
        readers.put("webhook", MessageConfigs::webhook);
        readers.put("email", MessageConfigs::email);
        readers.put("pagerduty", PagingConfigs::pagerduty);
        readers.put("opsgenie", PagingConfigs::opsgenie);
        readers.put("slack", ChatConfigs::slack);
        readers.put("victorops", PagingConfigs::victorops);
        readers.put("pushover", PagingConfigs::pushover);
        readers.put("telegram", ChatConfigs::telegram);
        readers.put("discord", ChatConfigs::discord);
        readers.put("webex", ChatConfigs::webex);
        readers.put("msteams", ChatConfigs::teams);
        readers.put("msteamsv2", ChatConfigs::teamsWorkflow);
        readers.put("kafka", MessageConfigs::kafka);
        return readers;
    }

    /** Returns {@code http_config}. */
    static HttpConfig http(ConfigSection section) {
        return section.section("http_config").map(HttpConfigReader::read).orElse(HttpConfig.DEFAULT);
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

    /** Alertmanager adds the slash that a base URL lacks. */
    static String slashed(String url) {
        return url.endsWith("/") ? url : url + '/';
    }
}
