package io.tocsin.schemas.catalogue;

import java.util.Map;

/**
 * A topic as Tocsin creates it. Immutable.
 *
 * @param shortName name without prefix and version, for example {@code events}
 * @param name full name, for example {@code tocsin.events.v1}
 * @param partitioned whether it has the configured number of partitions; otherwise one
 * @param config topic configuration by Kafka's names
 */
public record TopicSpec(String shortName, String name, boolean partitioned, Map<String, String> config) {

    public TopicSpec {
        config = Map.copyOf(config);
    }
}
