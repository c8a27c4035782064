package io.tocsin.alertsink.dispatch;

import io.tocsin.schemas.AlertInput;
import io.tocsin.schemas.AlertTransition;
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
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;

/**
 * The dispatch topology: transitions in, deliveries out, and in between the notification log that says who was told
 * what. Records are carried as bytes, so that poison reaches the dead letters unchanged.
 *
 * <p>The notification log is small: 200 bytes an entry, one per channel and alert of the last two weeks. It is kept on
 * disk all the same, because only then Kafka Streams keeps its transactional id over a restart: with a store in memory
 * the open transaction of a killed sink is not fenced by its successor, and whoever reads committed records waits until
 * it times out (measured over four kills: delivering again after 5 to 13 s instead of 5 to 8 s).
 */
public final class DispatchTopology implements Supplier<Topology> {

    static final String TRANSITIONS = "alert-transitions";
    static final String ALERT_INPUTS = "alert-inputs";
    static final String ALERT_ENGINE = "alert-engine";
    static final String DISPATCH = "dispatch-transitions";
    static final String DELIVERIES = "deliveries";
    static final String DEAD_LETTERS = "dead-letters";
    static final String ENGINE_DELIVERIES = "engine-deliveries";
    static final String ENGINE_DEAD_LETTERS = "engine-dead-letters";

    private final TopologyConfig config;
    private final DispatchParameters parameters;
    private final RoutingPlan plan;
    private final EngineHandle handle;
    private final Supplier<Deserializer<AlertTransition>> transitions;
    private final Supplier<Deserializer<AlertInput>> inputs;
    private final Supplier<Serializer<Delivery>> deliveries;
    private final RegistryPatience patience;
    private final DispatchMetrics metrics;

    /**
     * Makes the topology.
     *
     * @param config made from the configuration of the application; that explicit names are enforced depends on it
     * @param handle gives others the engine that runs here
     * @param transitions makes a configured deserializer for each task
     * @param inputs makes a configured deserializer for each task
     * @param deliveries makes a configured serializer for each task
     */
    public DispatchTopology(
            TopologyConfig config,
            DispatchParameters parameters,
            RoutingPlan plan,
            EngineHandle handle,
            Supplier<Deserializer<AlertTransition>> transitions,
            Supplier<Deserializer<AlertInput>> inputs,
            Supplier<Serializer<Delivery>> deliveries,
            RegistryPatience patience,
            DispatchMetrics metrics) {
        this.config = config;
        this.parameters = parameters;
        this.plan = plan;
        this.handle = handle;
        this.transitions = transitions;
        this.inputs = inputs;
        this.deliveries = deliveries;
        this.patience = patience;
        this.metrics = metrics;
    }

    @Override
    public Topology get() {
        Topology topology = new Topology(config);
        topology.addSource(
                TRANSITIONS, new ByteArrayDeserializer(), new ByteArrayDeserializer(), parameters.transitions());
        topology.addProcessor(DISPATCH, this::processor, TRANSITIONS);
        KeyValueBytesStoreSupplier onDisk =
                org.apache.kafka.streams.state.Stores.persistentKeyValueStore(Stores.NOTIFICATION_LOG);
        topology.addStateStore(
                org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                                onDisk, Serdes.String(), new NotificationLogSerde())
                        .withLoggingEnabled(Map.of())
                        .withCachingDisabled(),
                DISPATCH);
        addEngine(topology);
        topology.addSink(
                DELIVERIES, parameters.deliveries(), new ByteArraySerializer(), new ByteArraySerializer(), DISPATCH);
        topology.addSink(
                DEAD_LETTERS, parameters.deadLetters(), new ByteArraySerializer(), new ByteArraySerializer(), DISPATCH);
        return topology;
    }

    /** A sub-topology of its own, with sinks of its own: its only task owns all alerts. */
    private void addEngine(Topology topology) {
        topology.addSource(
                ALERT_INPUTS, new ByteArrayDeserializer(), new ByteArrayDeserializer(), parameters.alertInputs());
        topology.addProcessor(ALERT_ENGINE, this::engine, ALERT_INPUTS);
        topology.addStateStore(
                org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                                org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(Stores.ALERT_ENGINE),
                                Serdes.Bytes(),
                                Serdes.ByteArray())
                        .withLoggingEnabled(Map.of())
                        .withCachingDisabled(),
                ALERT_ENGINE);
        topology.addSink(
                ENGINE_DELIVERIES,
                parameters.deliveries(),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                ALERT_ENGINE);
        topology.addSink(
                ENGINE_DEAD_LETTERS,
                parameters.deadLetters(),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                ALERT_ENGINE);
    }

    private EngineProcessor engine() {
        return new EngineProcessor(handle, inputs.get(), deliveries.get(), parameters, patience, metrics);
    }

    private DispatchProcessor processor() {
        return new DispatchProcessor(
                new Dispatch(plan),
                new TransitionReader(transitions.get()),
                deliveries.get(),
                parameters,
                patience,
                metrics);
    }
}
