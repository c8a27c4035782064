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

    static String text(Map<String, Object> config) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        options.setAllowUnicode(true);
        return new Yaml(options).dump(shown(config));
    }

    private static Object shown(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, each) -> copy.put(
                    (String) name,
                    each instanceof Duration duration && GO_DURATIONS.contains(name)
                            ? GoDuration.format(duration)
                            : shown(each)));
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
