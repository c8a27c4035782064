package io.tocsin.alertsink.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Options of routes and receivers that Alertmanager's own tools refuse. Stateless. */
final class OwnOptions {

    private static final Set<String> NAMES = Set.of("digest", "episodes", "only_changed");
    /** Kinds of receivers that only this software has; a receiver without any is one that tells nobody. */
    private static final Set<String> KINDS = Set.of("channel_configs", "kafka_configs");

    private OwnOptions() {}

    /** Returns a part of a configuration without them. */
    static Object without(Object part) {
        if (part instanceof List<?> list) {
            return list.stream().map(OwnOptions::without).toList();
        }
        if (part instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, value) -> {
                // A label may have the same name, but then it is a text.
                boolean own = NAMES.contains(name) && (value instanceof Boolean || value instanceof Duration)
                        || KINDS.contains(name) && value instanceof List;
                if (!own) {
                    copy.put((String) name, without(value));
                }
            });
            return copy;
        }
        return part;
    }
}
