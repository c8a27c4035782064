package io.tocsin.alertsink.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One integration of a receiver. Its settings are checked, complete with their defaults and with what is inherited from
 * {@code global}, under the names of the configuration file. Values are {@link String}, {@link Boolean}, {@link Long},
 * {@link Duration}, {@link SecretText}, and lists and maps of them. Immutable.
 *
 * @param receiver name of its receiver
 * @param kind webhook, email, slack, ...
 * @param index place among the receiver's integrations of this kind, from 0
 * @param settings values by name
 */
public record IntegrationConfig(String receiver, String kind, int index, Map<String, Object> settings) {

    public IntegrationConfig {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** Kind of the integrations that stand for channels of Tocsin's settings. */
    public static final String CHANNEL = "channel";

    /**
     * Returns the name of its channel: {@code receiver/kind[index]}, without the bar that separates names in keys; that of
     * a channel of the settings is its own.
     */
    public String channel() {
        return kind.equals(CHANNEL)
                ? text("name")
                : receiver.replace("%", "%25").replace("|", "%7C") + '/' + kind + '[' + index + ']';
    }

    /** Returns whether it wants to hear that alerts are resolved. */
    public boolean sendResolved() {
        return flag("send_resolved");
    }

    /** Returns a text; empty when it is not set. */
    public String text(String name) {
        return settings.get(name) instanceof String text ? text : "";
    }

    /** Returns a secret; absent when it is not set or empty. */
    public Optional<SecretText> secret(String name) {
        return settings.get(name) instanceof SecretText secret
                        && !secret.reveal().isEmpty()
                ? Optional.of(secret)
                : Optional.empty();
    }

    /** Returns a flag; false when it is not set. */
    public boolean flag(String name) {
        return Boolean.TRUE.equals(settings.get(name));
    }

    /** Returns a whole number; absent when it is not set. */
    public Optional<Long> number(String name) {
        return settings.get(name) instanceof Long number ? Optional.of(number) : Optional.empty();
    }

    /** Returns a duration; absent when it is not set. */
    public Optional<Duration> duration(String name) {
        return settings.get(name) instanceof Duration duration ? Optional.of(duration) : Optional.empty();
    }

    /** Returns an object; empty when it is not set. */
    @SuppressWarnings("unchecked")
    public Map<String, Object> object(String name) {
        return settings.get(name) instanceof Map<?, ?> object ? (Map<String, Object>) object : Map.of();
    }

    /** Returns a list; empty when it is not set. */
    @SuppressWarnings("unchecked")
    public List<Object> list(String name) {
        return settings.get(name) instanceof List<?> list ? (List<Object>) list : List.of();
    }
}
