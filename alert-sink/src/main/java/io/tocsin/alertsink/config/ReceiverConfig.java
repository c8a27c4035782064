package io.tocsin.alertsink.config;

import java.util.List;
import java.util.Map;

/**
 * A receiver. Immutable.
 *
 * @param name its name, unique
 * @param integrations how it is told, in the order of the kinds and then of the file
 * @param labels labels of the receiver
 */
public record ReceiverConfig(String name, List<IntegrationConfig> integrations, Map<String, String> labels) {

    public ReceiverConfig {
        integrations = List.copyOf(integrations);
        labels = Map.copyOf(labels);
    }
}
