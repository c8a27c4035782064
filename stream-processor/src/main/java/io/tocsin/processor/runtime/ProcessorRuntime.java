package io.tocsin.processor.runtime;

import io.tocsin.processor.iq.QueryEndpoint;
import io.tocsin.processor.iq.QueryEngine;
import io.tocsin.processor.topology.OutputFormats;
import io.tocsin.processor.topology.ProcessorTopology;
import io.tocsin.processor.topology.TaskRegister;
import io.tocsin.processor.topology.TopologyNames;
import io.tocsin.processor.topology.TopologyServices;
import io.tocsin.processor.topology.decode.RegistryPatience;
import io.tocsin.schemas.InstanceAnnouncement;
import io.tocsin.schemas.Tick;
import io.tocsin.schemas.catalogue.TopicCreator;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.serde.AvroSerializer;
import io.tocsin.schemas.serde.SchemaRegistryClient;
import io.tocsin.schemas.serde.SerdeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running processor: the only place where Streams is configured, started and closed. Starts in the background, because
 * Kafka and the registry may come later than the processor; what it is doing is told by {@link #state()}. Thread-safe.
 */
public final class ProcessorRuntime implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessorRuntime.class);
    private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PRODUCER_CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final ProcessorParameters parameters;
    private final InstantSource clock;
    private final String instance = UUID.randomUUID().toString();
    private final TaskRegister register = new TaskRegister();
    private final Thread starter;
    private volatile boolean stopping;
    private volatile String trouble = "starting";
    private volatile Running running;

    /** Makes a processor that is not started. */
    public ProcessorRuntime(ProcessorParameters parameters, InstantSource clock) {
        this.parameters = parameters;
        this.clock = clock;
        this.starter = DaemonThreads.named("start").newThread(this::startWhenPossible);
    }

    /** Begins to start. */
    public void start() {
        starter.start();
    }

    /** Returns the id of this instance, new at each start. */
    public String instance() {
        return instance;
    }

    /** Returns whether records are folded and the state can be asked for. */
    public boolean isReady() {
        Running now = running;
        return now != null && now.streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Returns what the processor is doing, in words for an operator. */
    public String state() {
        Running now = running;
        if (now == null) {
            return trouble;
        }
        String state = now.streams.state().name();
        return trouble.isEmpty() ? state : state + ": " + trouble;
    }

    /** Returns where this instance can be asked, as {@code host:port}, or null while it is starting. */
    public String queryAddress() {
        Running now = running;
        return now == null ? null : now.endpoint.address();
    }

    /** Returns which partitions are folded here. */
    public TaskRegister register() {
        return register;
    }

    /** Returns the greatest number of records that any input partition is behind; NaN when it is not known. */
    public double lag() {
        Running now = running;
        return now == null ? Double.NaN : ConsumerLag.of(now.streams);
    }

    /** Returns the age of the latest tick of the partition that has waited longest, in milliseconds. */
    public long tickAge() {
        Running now = running;
        return now == null ? 0 : now.tickWatch.greatestAge();
    }

    /** Returns the native memory that the stores share, in bytes. */
    public long rocksDbBytes() {
        Running now = running;
        return now == null ? 0 : now.bounds.usedBytes();
    }

    /** Stops: leaves the group at once, so that others take over without waiting for a time-out. */
    @Override
    public void close() {
        stopping = true;
        starter.interrupt();
        try {
            starter.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Running now = running;
        if (now != null) {
            now.close();
        }
    }

    private void startWhenPossible() {
        while (!stopping) {
            try {
                running = new Running();
                trouble = "";
                return;
            } catch (RetriableException e) {
                trouble = "Kafka is away: " + e.getMessage();
                LOG.warn("Kafka is away, starting again: {}", e.getMessage());
            } catch (RuntimeException e) {
                trouble = "failed: " + e.getMessage();
                LOG.error("The processor does not start", e);
                return;
            }
        }
    }

    /** Everything that is open while the processor runs. */
    private final class Running implements AutoCloseable {

        private final RocksDbBounds bounds = new RocksDbBounds(parameters.rocksDbBytes());
        private final Topics topics = parameters.topology().topics();
        private final Producer<byte[], byte[]> producer;
        private final KafkaStreams streams;
        private final QueryEndpoint endpoint;
        private final TickEmitter ticks;
        private final TickWatch tickWatch = new TickWatch(register, clock);
        private final InstanceAnnouncer announcer;

        Running() {
            createTopics();
            Map<String, Object> serde = Map.of(SerdeSettings.REGISTRY_URL, parameters.registryUrls());
            SchemaRegistryClient registry = SchemaRegistryClient.of(SerdeSettings.from(serde));
            RegistryPatience patience = new RegistryPatience(() -> stopping);
            Properties properties = new Properties();
            properties.putAll(StreamsProperties.of(parameters, bounds));
            Topology topology = new ProcessorTopology(
                            new StreamsConfig(properties),
                            parameters.topology(),
                            new TopologyServices(
                                    registry, patience, new OutputFormats(topics, registry, patience), register))
                    .get();
            streams = new KafkaStreams(topology, properties);
            streams.setUncaughtExceptionHandler(new UncaughtPolicy(
                    System::nanoTime, failure -> trouble = failure.getClass().getSimpleName()));
            StreamsPlacement placement = new StreamsPlacement(
                    streams,
                    register,
                    StreamsPlacement.subTopologyOf(topology, TopologyNames.SOURCE_FOLD),
                    StreamsPlacement.subTopologyOf(topology, TopologyNames.SCOPE_FOLD));
            QueryEngine engine = new QueryEngine(
                    instance,
                    parameters.query().maxRows(),
                    parameters.topology().fold(),
                    placement,
                    placement,
                    clock);
            try {
                endpoint = new QueryEndpoint(parameters.query(), engine);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "the query endpoint cannot listen on " + parameters.query(), e);
            }
            producer = new KafkaProducer<>(producerConfig(), new ByteArraySerializer(), new ByteArraySerializer());
            ticks = new TickEmitter(
                    producer,
                    serializer(Tick.class, serde),
                    topics.ticks.name(),
                    instance,
                    register,
                    clock);
            announcer = new InstanceAnnouncer(
                    producer,
                    serializer(InstanceAnnouncement.class, serde),
                    topics.instances.name(),
                    instance,
                    endpoint.address(),
                    clock);
            placement.start();
            endpoint.start();
            streams.start();
            ticks.start();
            tickWatch.start();
            announcer.start();
            this.placement = placement;
            LOG.info("Processor {} answers queries at {}", instance, endpoint.address());
        }

        private final StreamsPlacement placement;

        @Override
        public void close() {
            announcer.close();
            ticks.close();
            tickWatch.close();
            endpoint.close();
            placement.close();
            if (!streams.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP))) {
                LOG.warn("Streams did not stop within {}", CLOSE_TIMEOUT);
            }
            producer.close(PRODUCER_CLOSE_TIMEOUT);
            bounds.close();
        }

        private void createTopics() {
            Map<String, Object> config = new HashMap<>(parameters.kafka());
            try (Admin admin = Admin.create(config)) {
                new TopicCreator(admin, ADMIN_TIMEOUT)
                        .createMissing(topics, parameters.partitions(), parameters.replication());
            }
        }

        private Map<String, Object> producerConfig() {
            Map<String, Object> config = new HashMap<>(parameters.kafka());
            config.put(ProducerConfig.ACKS_CONFIG, "all");
            config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
            config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1024L * 1024);
            // A tick that is late is of no use, and the timer must not be held up.
            config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500);
            config.put(ProducerConfig.CLIENT_ID_CONFIG, "processor-" + instance);
            return config;
        }

        private <T extends SpecificRecord> AvroSerializer<T> serializer(Class<T> type, Map<String, Object> serde) {
            AvroSerializer<T> serializer = new AvroSerializer<>();
            serializer.configure(serde, false);
            return serializer;
        }
    }
}
