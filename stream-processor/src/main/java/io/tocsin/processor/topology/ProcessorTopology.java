package io.tocsin.processor.topology;

import java.util.function.Supplier;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;

/** The whole topology of the stream processor: plain values in, topology out. */
public final class ProcessorTopology implements Supplier<Topology> {

    private final StreamsConfig config;
    private final TopologyParameters parameters;
    private final TopologyServices services;

    /**
     * Takes what the topology is made of.
     *
     * @param config configuration of Streams; that names are ours is checked only when the builder gets it
     */
    public ProcessorTopology(StreamsConfig config, TopologyParameters parameters, TopologyServices services) {
        this.config = config;
        this.parameters = parameters;
        this.services = services;
    }

    @Override
    public Topology get() {
        Topology topology = new StreamsBuilder(new TopologyConfig(config)).build();
        new SourceSubTopology(parameters, services).addTo(topology);
        new ScopeSubTopology(parameters, services).addTo(topology);
        return topology;
    }
}
