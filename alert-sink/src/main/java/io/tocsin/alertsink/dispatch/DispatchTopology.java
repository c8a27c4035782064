package io.tocsin.alertsink.dispatch;

import io.tocsin.schemas.AlertInput;
import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.catalogue.Stores;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;

/**
 * The dispatch topology: the engine's inputs in, deliveries out, and in between the engine, whose only task owns all alerts.
 * Records are carried as bytes, so that poison reaches the dead letters unchanged.
 *
 * <p>The engine works on objects and reads its store only when it begins. The store is on disk all the same, because only
 * then Kafka Streams keeps its transactional id over a restart: with a store in memory the open transaction of a killed sink
 * is not fenced by its successor, and whoever reads committed records waits until it times out (measured over four kills:
 * delivering again after 5 to 13 s instead of 5 to 8 s).
 */
public final class DispatchTopology implements Supplier<Topology> {

    static final String ALERT_INPUTS = "alert-inputs";
    static final String ALERT_ENGINE = "alert-engine";
    static final String DELIVERIES = "deliveries";
    static final String DEAD_LETTERS = "dead-letters";

    private final TopologyConfig config;
    private final DispatchParameters parameters;
    private final EngineHandle handle;
    private final Supplier<Deserializer<AlertInput>> inputs;
    private final Supplier<Serializer<Delivery>> deliveries;
    private final RegistryPatience patience;
    private final DispatchMetrics metrics;

    /**
     * Makes the topology.
     *
     * @param config made from the configuration of the application; that explicit names are enforced depends on it
     * @param handle gives others the engine that runs here
     * @param inputs makes a configured deserializer for each task
     * @param deliveries makes a configured serializer for each task
     */
    public DispatchTopology(
            TopologyConfig config,
            DispatchParameters parameters,
            EngineHandle handle,
            Supplier<Deserializer<AlertInput>> inputs,
            Supplier<Serializer<Delivery>> deliveries,
            RegistryPatience patience,
            DispatchMetrics metrics) {
        this.config = config;
        this.parameters = parameters;
        this.handle = handle;
        this.inputs = inputs;
        this.deliveries = deliveries;
        this.patience = patience;
        this.metrics = metrics;
    }

    @Override
    public Topology get() {
        Topology topology = new Topology(config);
        topology.addSource(
                ALERT_INPUTS, new ByteArrayDeserializer(), new ByteArrayDeserializer(), parameters.alertInputs());
        topology.addProcessor(ALERT_ENGINE, this::engine, ALERT_INPUTS);
        topology.addStateStore(
                org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                                org.apache.kafka.streams.state.Stores.persistentKeyValueStore(Stores.ALERT_ENGINE),
                                Serdes.Bytes(),
                                Serdes.ByteArray())
                        .withLoggingEnabled(Map.of())
                        .withCachingDisabled(),
                ALERT_ENGINE);
        topology.addSink(
                DELIVERIES,
                parameters.deliveries(),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                ALERT_ENGINE);
        topology.addSink(
                DEAD_LETTERS,
                parameters.deadLetters(),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                ALERT_ENGINE);
        return topology;
    }

    private EngineProcessor engine() {
        return new EngineProcessor(handle, inputs.get(), deliveries.get(), parameters, patience, metrics);
    }
}
