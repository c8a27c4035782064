package io.tocsin.alertsink.config;

import io.tocsin.alertsink.routing.InhibitRule;
import io.tocsin.alertsink.routing.Route;
import io.tocsin.alertsink.routing.RoutingTree;
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
 * @param escalations steps of escalations, beside the tree
 * @param heartbeats alerts that are expected to come
 * @param templates files of templates, with wildcards
 * @param shown the configuration with its defaults and without its secrets; reading it gives the same routing
 * @param original the same without what Alertmanager's own tools do not know
 */
public record AlertmanagerConfig(
        Duration resolveTimeout,
        Route route,
        List<InhibitRule> inhibitRules,
        List<ReceiverConfig> receivers,
        Map<String, List<TimeInterval>> intervals,
        List<Route> escalations,
        List<HeartbeatConfig> heartbeats,
        List<String> templates,
        String shown,
        String original) {

    public AlertmanagerConfig {
        inhibitRules = List.copyOf(inhibitRules);
        receivers = List.copyOf(receivers);
        intervals = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(intervals));
        escalations = List.copyOf(escalations);
        heartbeats = List.copyOf(heartbeats);
        templates = List.copyOf(templates);
    }

    /** Returns where alerts go. */
    public RoutingTree tree() {
        return new RoutingTree(route, escalations);
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
