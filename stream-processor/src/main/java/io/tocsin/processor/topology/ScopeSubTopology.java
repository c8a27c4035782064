package io.tocsin.processor.topology;

import io.tocsin.processor.topology.state.CommitHookStore;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.catalogue.TopicSpec;
import io.tocsin.schemas.catalogue.Topics;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/** Second fold: what the partitions know of an environment or a tenant becomes its health,
 * patterns and incidents. */
final class ScopeSubTopology {

    private final TopologyParameters parameters;
    private final TopologyServices services;

    ScopeSubTopology(TopologyParameters parameters, TopologyServices services) {
        this.parameters = parameters;
        this.services = services;
    }

    void addTo(Topology topology) {
        Topics topics = parameters.topics();
        source(topology, TopologyNames.SCOPE_PARTIALS_SOURCE, topics.scopePartials);
        source(topology, TopologyNames.INCIDENT_COMMANDS_SOURCE, topics.incidentCommands);
        topology.addProcessor(
                TopologyNames.SCOPE_FOLD,
                () -> new ScopeProcessor(parameters, services),
                TopologyNames.SCOPE_PARTIALS_SOURCE,
                TopologyNames.INCIDENT_COMMANDS_SOURCE);
        topology.addStateStore(CommitHookStore.builder(TopologyNames.SCOPE_COMMIT_HOOK), TopologyNames.SCOPE_FOLD);
        topology.addStateStore(StateStores.bytes(Stores.SCOPE_PARTIALS), TopologyNames.SCOPE_FOLD);
        topology.addStateStore(StateStores.bytes(Stores.SCOPE_HEALTH), TopologyNames.SCOPE_FOLD);
        topology.addStateStore(StateStores.bytes(Stores.ENVIRONMENTS), TopologyNames.SCOPE_FOLD);
        topology.addStateStore(StateStores.bytes(Stores.PATTERNS), TopologyNames.SCOPE_FOLD);
        topology.addStateStore(StateStores.bytes(Stores.INCIDENTS), TopologyNames.SCOPE_FOLD);
        sink(topology, TopologyNames.ENVIRONMENT_HEALTH_SINK, topics.environmentHealth);
        sink(topology, TopologyNames.PATTERNS_SINK, topics.patterns);
        sink(topology, TopologyNames.INCIDENTS_SINK, topics.incidents);
        sink(topology, TopologyNames.SCOPE_ALERT_COMMANDS_SINK, topics.alertCommands);
        sink(topology, TopologyNames.SCOPE_DEAD_LETTERS_SINK, topics.deadLetters);
    }

    private static void source(Topology topology, String node, TopicSpec topic) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                node,
                new AppendTimeExtractor(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topic.name());
    }

    private static void sink(Topology topology, String node, TopicSpec topic) {
        topology.addSink(
                node, topic.name(), new ByteArraySerializer(), new ByteArraySerializer(), TopologyNames.SCOPE_FOLD);
    }
}
