package io.tocsin.processor.topology;

import io.tocsin.processor.topology.state.CommitHookStore;
import io.tocsin.schemas.catalogue.TopicSpec;
import io.tocsin.schemas.catalogue.Topics;
import java.util.Arrays;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/**
 * First fold: everything about a source. Its five inputs have the same partitions, so one task sees all of a source and
 * one stream time. Records come as bytes: what cannot be read is our business, not that of Streams, which would drop it.
 */
final class SourceSubTopology {

    private final TopologyParameters parameters;
    private final TopologyServices services;

    SourceSubTopology(TopologyParameters parameters, TopologyServices services) {
        this.parameters = parameters;
        this.services = services;
    }

    void addTo(Topology topology) {
        Topics topics = parameters.topics();
        for (SourceInput input : SourceInput.values()) {
            topology.addSource(
                    AutoOffsetReset.earliest(),
                    input.node(),
                    new AppendTimeExtractor(),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer(),
                    input.topic(topics).name());
        }
        topology.addProcessor(
                TopologyNames.SOURCE_FOLD,
                () -> new SourceProcessor(parameters, services),
                Arrays.stream(SourceInput.values()).map(SourceInput::node).toArray(String[]::new));
        topology.addStateStore(CommitHookStore.builder(TopologyNames.SOURCE_COMMIT_HOOK), TopologyNames.SOURCE_FOLD);
        for (String store : SourceStores.NAMES) {
            topology.addStateStore(StateStores.bytes(store), TopologyNames.SOURCE_FOLD);
        }
        sink(topology, TopologyNames.EVALUATIONS_SINK, topics.evaluations);
        sink(topology, TopologyNames.FINDINGS_SINK, topics.findings);
        sink(topology, TopologyNames.SOURCE_STATUS_SINK, topics.sourceStatus);
        sink(topology, TopologyNames.ALERTS_SINK, topics.alerts);
        sink(topology, TopologyNames.ALERT_TRANSITIONS_SINK, topics.alertTransitions);
        sink(topology, TopologyNames.SCOPE_PARTIALS_SINK, topics.scopePartials);
        sink(topology, TopologyNames.SOURCE_DEAD_LETTERS_SINK, topics.deadLetters);
    }

    private static void sink(Topology topology, String node, TopicSpec topic) {
        topology.addSink(
                node, topic.name(), new ByteArraySerializer(), new ByteArraySerializer(), TopologyNames.SOURCE_FOLD);
    }
}
