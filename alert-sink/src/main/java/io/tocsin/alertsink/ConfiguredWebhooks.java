package io.tocsin.alertsink;

import io.tocsin.alertsink.channel.WebhookParameters;
import io.tocsin.alertsink.channel.WebhookSecret;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Secret;
import io.tocsin.service.settings.SettingProblem;
import io.tocsin.service.settings.SettingType;
import io.tocsin.service.settings.SettingTypes;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the family {@link SinkSettings#WEBHOOK}. Problems name the setting and never show its value. */
final class ConfiguredWebhooks {

    /** Name of the webhook that is configured without one. */
    static final String UNNAMED = "webhook";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
    private static final Set<String> PROPERTIES = Set.of("url", "secret", "timeout", "resolved");
    private static final SettingType<Duration> TIMEOUT =
            SettingTypes.duration(Duration.ofMillis(100), Duration.ofMinutes(5));
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    private final List<SettingProblem> problems = new ArrayList<>();

    /**
     * A webhook as configured.
     *
     * @param sendResolved whether it is told of resolutions
     */
    record Configured(WebhookParameters parameters, boolean sendResolved) {}

    private ConfiguredWebhooks() {}

    /**
     * Reads the members of the family.
     *
     * @return the webhooks in the order of their names
     * @throws InvalidSettingsException listing everything that is wrong
     */
    static List<Configured> read(Map<String, String> members) {
        ConfiguredWebhooks reader = new ConfiguredWebhooks();
        List<Configured> webhooks = new ArrayList<>();
        reader.byName(members).forEach((name, properties) -> reader.webhook(name, properties, webhooks));
        if (!reader.problems.isEmpty()) {
            throw new InvalidSettingsException(reader.problems);
        }
        return webhooks;
    }

    private Map<String, Map<String, String>> byName(Map<String, String> members) {
        Map<String, Map<String, String>> byName = new TreeMap<>();
        members.forEach((member, text) -> {
            int dot = member.indexOf('.');
            String name = dot < 0 ? UNNAMED : member.substring(0, dot);
            String property = member.substring(dot + 1);
            if (!NAME.matcher(name).matches()) {
                problem(member, "a channel's name has lower-case letters, digits, - and _");
            } else if (!PROPERTIES.contains(property)) {
                problem(member, "a webhook has only " + String.join(", ", new java.util.TreeSet<>(PROPERTIES)));
            } else {
                byName.computeIfAbsent(name, each -> new TreeMap<>()).put(property, text);
            }
        });
        return byName;
    }

    private void webhook(String name, Map<String, String> properties, List<Configured> webhooks) {
        String prefix = name.equals(UNNAMED) ? "" : name + ".";
        if (!properties.containsKey("url")) {
            problem(prefix + "url", "is missing");
            return;
        }
        try {
            WebhookParameters parameters = new WebhookParameters(
                    name,
                    new URI(properties.get("url").strip()),
                    secrets(properties.getOrDefault("secret", "")),
                    parse(TIMEOUT, properties.get("timeout"), DEFAULT_TIMEOUT));
            webhooks.add(new Configured(parameters, parse(SettingTypes.flag(), properties.get("resolved"), true)));
        } catch (URISyntaxException malformed) {
            problem(prefix + "url", "is not a URL");
        } catch (IllegalArgumentException invalid) {
            problem(prefix + "*", invalid.getMessage());
        }
    }

    private static List<WebhookSecret> secrets(String configured) {
        Secret secret = SettingTypes.secret().parse(List.of(configured.strip()));
        return Arrays.stream(secret.reveal().split("\\s+"))
                .filter(text -> !text.isEmpty())
                .map(WebhookSecret::parse)
                .toList();
    }

    private static <T> T parse(SettingType<T> type, String text, T otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            return type.parse(List.of(text));
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("'" + text + "' is not " + type.expected(), invalid);
        }
    }

    private void problem(String member, String message) {
        problems.add(new SettingProblem(SinkSettings.WEBHOOK.name() + '.' + member, message));
    }
}
