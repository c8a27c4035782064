package io.tocsin.processor.runtime;

import io.tocsin.processor.backtest.BacktestDesk;
import io.tocsin.processor.backtest.BacktestSources;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.iq.QueryEndpoint;
import io.tocsin.processor.iq.QueryEngine;
import io.tocsin.processor.rules.RuleService;
import io.tocsin.processor.topology.OutputFormats;
import io.tocsin.processor.topology.ProcessorTopology;
import io.tocsin.processor.topology.TaskRegister;
import io.tocsin.processor.topology.TaskStatus;
import io.tocsin.processor.topology.TopologyNames;
import io.tocsin.processor.topology.TopologyServices;
import io.tocsin.processor.topology.decode.RegistryPatience;
import io.tocsin.schemas.InstanceAnnouncement;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.QueryResponse;
import io.tocsin.schemas.Tick;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.serde.AvroSerdes;
import io.tocsin.schemas.serde.SchemaRegistryClient;
import io.tocsin.schemas.serde.SerdeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that is open while a processor runs, in the order in which it is closed. */
final class RunningProcessor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningProcessor.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PRODUCER_CLOSE_TIMEOUT = Duration.ofSeconds(2);

    /** Records that a partition is behind from which on there is a backlog: more than one fetch brings. */
    private static final int BACKLOG_RECORDS = 5_000;

    private final ProcessorParameters parameters;
    private final RocksDbBounds bounds;
    private final RuleService rules;
    private final BacktestDesk backtests;
    private final KafkaStreams streams;
    private final StreamsPlacement placement;
    private final QueryEndpoint endpoint;
    private final Producer<byte[], byte[]> producer;
    private final TickEmitter ticks;
    private final TickWatch tickWatch;
    private final InstanceAnnouncer announcer;
    private volatile long lagSeenAt = System.nanoTime();
    private volatile boolean behind;

    /**
     * Starts everything; the topics must be there.
     *
     * @param stopping whether the process is about to stop, which ends the waiting for the registry
     * @param ended hears of the exception that ended Streams
     * @param rulesInForce hears of each catalogue of rules that comes into force
     */
    RunningProcessor(
            ProcessorParameters parameters,
            String instance,
            TaskRegister register,
            InstantSource clock,
            BooleanSupplier stopping,
            java.util.function.Consumer<Throwable> ended,
            java.util.function.Consumer<RuleCatalogue> rulesInForce) {
        this.parameters = parameters;
        // For every record, Streams formats a message about each of the task's inputs that is empty, whether or not
        // anybody reads it (PartitionGroup.readyToProcess). In any other locale than this one each takes three times as
        // long: a quarter of all the time that folding takes.
        Locale.setDefault(Locale.Category.FORMAT, Locale.US);
        Topics topics = parameters.topology().topics();
        Map<String, Object> serde = new HashMap<>(parameters.kafka());
        serde.put(SerdeSettings.REGISTRY_URL, parameters.registryUrls());
        SchemaRegistryClient registry = SchemaRegistryClient.of(SerdeSettings.from(serde));
        RegistryPatience patience = new RegistryPatience(stopping);
        rules = new RuleService(
                parameters.rules(),
                parameters.topology().environments().incidents().correlation(),
                topics,
                parameters.kafka(),
                serde,
                clock,
                () -> register.known().stream().map(TaskStatus::tallies).toList(),
                rulesInForce);
        try {
            // Before anything is folded: it must be by the rules that hold.
            rules.start();
        } catch (RuntimeException e) {
            rules.close();
            throw e;
        }
        backtests = new BacktestDesk(
                instance,
                new BacktestSources(
                        topics,
                        parameters.partitions(),
                        parameters.topology().fold(),
                        parameters.topology().dedupWindowMs(),
                        parameters.topology().dedupEntries(),
                        registry,
                        patience,
                        this::recordedConsumer,
                        this::isBehind),
                rules.board(),
                clock);
        TopologyServices services = new TopologyServices(
                registry,
                patience,
                new OutputFormats(topics, registry, patience),
                register,
                rules.board()::catalogue,
                rules.correlations()::inForce,
                System::nanoTime);
        bounds = new RocksDbBounds(parameters.rocksDbBytes());
        Properties properties = new Properties();
        properties.putAll(StreamsProperties.of(parameters, bounds));
        Topology topology = new ProcessorTopology(new StreamsConfig(properties), parameters.topology(), services).get();
        streams = new KafkaStreams(topology, properties);
        streams.setUncaughtExceptionHandler(new UncaughtPolicy(System::nanoTime, ended));
        placement = new StreamsPlacement(
                streams,
                register,
                StreamsPlacement.subTopologyOf(topology, TopologyNames.SOURCE_FOLD),
                StreamsPlacement.subTopologyOf(topology, TopologyNames.SCOPE_FOLD));
        endpoint = endpoint(new QueryEngine(
                instance,
                parameters.query().maxRows(),
                parameters.topology().fold(),
                rules.board()::catalogue,
                placement,
                placement,
                clock));
        producer = new KafkaProducer<>(producerConfig(instance), new ByteArraySerializer(), new ByteArraySerializer());
        ticks = new TickEmitter(
                producer, RunningProcessor.<Tick>serializer(serde), topics.ticks.name(), instance, register, clock);
        tickWatch = new TickWatch(register, clock);
        announcer = new InstanceAnnouncer(
                producer,
                RunningProcessor.<InstanceAnnouncement>serializer(serde),
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
        LOG.info("Processor {} answers queries at {}", instance, endpoint.address());
    }

    KafkaStreams.State state() {
        return streams.state();
    }

    CompletableFuture<QueryResponse> ask(QueryRequest request) {
        return endpoint.ask(request);
    }

    String queryAddress() {
        return endpoint.address();
    }

    double lag() {
        return ConsumerLag.of(streams);
    }

    /** Returns whether the fold has a backlog; looked up once a second at most, for Streams has many metrics. */
    private boolean isBehind() {
        long now = System.nanoTime();
        if (now - lagSeenAt > TimeUnit.SECONDS.toNanos(1)) {
            lagSeenAt = now;
            behind = lag() > BACKLOG_RECORDS;
        }
        return behind;
    }

    long tickAge() {
        return tickWatch.greatestAge();
    }

    long rocksDbBytes() {
        return bounds.usedBytes();
    }

    /** Leaves the group at once, so that others take over without waiting for a time-out. */
    @Override
    public void close() {
        announcer.close();
        ticks.close();
        tickWatch.close();
        endpoint.close();
        backtests.close();
        rules.close();
        placement.close();
        if (!streams.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP))) {
            LOG.warn("Streams did not stop within {}", CLOSE_TIMEOUT);
        }
        producer.close(PRODUCER_CLOSE_TIMEOUT);
        bounds.close();
    }

    private QueryEndpoint endpoint(QueryEngine engine) {
        try {
            return new QueryEndpoint(
                    parameters.query(),
                    engine,
                    Map.of(
                            "/iq/v1/rules",
                            rules.desk()::answer,
                            "/iq/v1/correlation-rules",
                            rules.correlationDesk()::answer,
                            "/iq/v1/backtests",
                            backtests::answer));
        } catch (IOException e) {
            throw new UncheckedIOException("the query endpoint cannot listen: " + parameters.query(), e);
        }
    }

    private Consumer<byte[], byte[]> recordedConsumer() {
        Map<String, Object> config = new HashMap<>(parameters.kafka());
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> producerConfig(String instance) {
        Map<String, Object> config = new HashMap<>(parameters.kafka());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1024L * 1024);
        // A tick that is late is of no use, and the timer must not be held up.
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "processor-" + instance);
        return config;
    }

    private static <T extends SpecificRecord> Serializer<T> serializer(Map<String, Object> serde) {
        return AvroSerdes.serializer(serde, false);
    }
}
