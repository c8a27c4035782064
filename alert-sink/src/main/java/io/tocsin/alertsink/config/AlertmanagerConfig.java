package io.tocsin.alertsink.config;

import io.tocsin.alertsink.routing.InhibitRule;
import io.tocsin.alertsink.routing.Route;
import io.tocsin.alertsink.routing.TimeInterval;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration of Alertmanager, read and checked. Immutable.
 *
 * @param resolveTimeout after which an alert without an end counts as resolved
 * @param route root of the routing tree
 * @param inhibitRules rules by which alerts mute others
 * @param receivers receivers in the order of the file
 * @param intervals time intervals by name
 * @param templates files of templates, with wildcards
 * @param shown the configuration with its defaults and without its secrets; reading it gives the same routing
 */
public record AlertmanagerConfig(
        Duration resolveTimeout,
        Route route,
        List<InhibitRule> inhibitRules,
        List<ReceiverConfig> receivers,
        Map<String, List<TimeInterval>> intervals,
        List<String> templates,
        String shown) {

    public AlertmanagerConfig {
        inhibitRules = List.copyOf(inhibitRules);
        receivers = List.copyOf(receivers);
        intervals = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(intervals));
        templates = List.copyOf(templates);
    }

    /** Returns a receiver by its name. */
    public Optional<ReceiverConfig> receiver(String name) {
        return receivers.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** Returns all integrations of all receivers, in the order of the file. */
    public List<IntegrationConfig> integrations() {
        return receivers.stream().flatMap(each -> each.integrations().stream()).toList();
    }
}
