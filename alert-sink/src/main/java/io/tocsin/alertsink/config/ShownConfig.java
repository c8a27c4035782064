package io.tocsin.alertsink.config;

import io.tocsin.alertsink.routing.GoDuration;
import io.tocsin.alertsink.routing.PromDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes a configuration as YAML that Alertmanager's own tools can load, with secrets masked. Stateless. */
final class ShownConfig {

    /** Fields whose durations are Go's, which have no days. */
    private static final Set<String> GO_DURATIONS = Set.of("timeout", "retry", "expire", "ttl");

    private ShownConfig() {}

    /** The only field of a URL that is a secret to us and was none to amtool 0.25, which reads it as a URL. */
    private static final String WEBHOOK_URL = "url";

    static String text(Map<String, Object> config) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        options.setAllowUnicode(true);
        return new Yaml(options).dump(shown(config));
    }

    private static Object shown(String name, Object value) {
        if (value instanceof Duration duration && GO_DURATIONS.contains(name)) {
            return GoDuration.format(duration);
        }
        return value instanceof SecretText secret
                        && name.equals(WEBHOOK_URL)
                        && !secret.reveal().isEmpty()
                ? SecretText.URL_MASK
                : shown(value);
    }

    private static Object shown(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, each) -> copy.put((String) name, shown((String) name, each)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(each -> copy.add(shown(each)));
            return copy;
        }
        if (value instanceof SecretText secret) {
            return secret.reveal().isEmpty() ? "" : SecretText.MASK;
        }
        return value instanceof Duration duration ? PromDuration.format(duration) : value;
    }
}
