package io.tocsin.processor.topology;

import io.tocsin.processor.core.environment.EnvironmentSettings;
import io.tocsin.processor.core.incident.CorrelationRule;
import io.tocsin.processor.core.logs.LogSettings;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.source.SourceFoldSettings;
import io.tocsin.processor.runtime.BoundedRocksDb;
import io.tocsin.processor.runtime.RocksDbBounds;
import io.tocsin.processor.topology.decode.RegistryPatience;
import io.tocsin.processor.topology.state.AlertRetention;
import io.tocsin.processor.topology.state.EvaluationRetention;
import io.tocsin.processor.topology.state.FindingRetention;
import io.tocsin.processor.topology.state.IncidentRetention;
import io.tocsin.processor.topology.state.LogRetention;
import io.tocsin.schemas.AlertCommand;
import io.tocsin.schemas.Event;
import io.tocsin.schemas.IncidentCommand;
import io.tocsin.schemas.LogRecord;
import io.tocsin.schemas.MaintenanceCommand;
import io.tocsin.schemas.catalogue.TopicSpec;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.schemas.serde.AvroDeserializer;
import io.tocsin.schemas.serde.AvroSerializer;
import io.tocsin.schemas.serde.SchemaRegistryClient;
import io.tocsin.schemas.serde.SerdeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The processor's topology in a test driver: one partition, a clock that the test moves, every record committed at once.
 */
final class ProcessorRig implements AutoCloseable {

    static final long START = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
    static final String REGISTRY = "mock://processor-rig";

    final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    final TaskRegister register = new TaskRegister();
    private final Path state;
    private final RocksDbBounds bounds = new RocksDbBounds(64 << 20);
    private final AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>();
    private final AvroDeserializer<SpecificRecord> deserializer = new AvroDeserializer<>();
    private final Map<TopicSpec, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
    private final TopologyParameters parameters;
    final Topology topology;
    final TopologyTestDriver driver;
    /** Rules in force; a test may change them at any time. */
    RuleCatalogue rules;

    List<CorrelationRule> correlation = List.of();

    private long now = START;
    private long nextId;

    ProcessorRig() {
        this(defaults());
    }

    ProcessorRig(TopologyParameters parameters) {
        this.parameters = parameters;
        rules = parameters.fold().rules();
        try {
            state = Files.createTempDirectory("processor-rig");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Object> serde = Map.of(SerdeSettings.REGISTRY_URL, REGISTRY, SerdeSettings.SPECIFIC_READER, true);
        serializer.configure(serde, false);
        deserializer.configure(serde, false);
        Properties properties = new Properties();
        properties.putAll(streamsConfig());
        topology = topology(properties);
        driver = new TopologyTestDriver(topology, properties, Instant.ofEpochMilli(START));
        for (TopicSpec topic : List.of(
                topics.events,
                topics.logs,
                topics.ticks,
                topics.alertCommands,
                topics.maintenance,
                topics.incidentCommands)) {
            inputs.put(
                    topic, driver.createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer()));
        }
    }

    static TopologyParameters defaults() {
        return new TopologyParameters(
                new Topics(Topics.DEFAULT_PREFIX),
                SourceFoldSettings.defaults(),
                Duration.ofMinutes(10).toMillis(),
                100_000,
                16 << 20,
                16 << 20,
                new EvaluationRetention(10_000, 100_000, Duration.ofHours(24).toMillis()),
                new FindingRetention(10_000, Duration.ofDays(14).toMillis()),
                new LogSettings(64, 4, Duration.ofMinutes(10).toMillis()),
                new LogRetention(
                        Duration.ofHours(24).toMillis(), Duration.ofDays(30).toMillis(), 16 << 20),
                new AlertRetention(
                        Duration.ofHours(24).toMillis(),
                        1_000,
                        Duration.ofDays(30).toMillis()),
                EnvironmentSettings.defaults(),
                new IncidentRetention(1_000, Duration.ofDays(30).toMillis()),
                1_000_000);
    }

    private Map<String, Object> streamsConfig() {
        Map<String, Object> config = new HashMap<>();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "rig");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
        config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(RocksDbBounds.CONFIG, bounds);
        return config;
    }

    private Topology topology(Properties properties) {
        SchemaRegistryClient registry =
                SchemaRegistryClient.of(SerdeSettings.from(Map.of(SerdeSettings.REGISTRY_URL, REGISTRY)));
        RegistryPatience patience = new RegistryPatience(() -> false);
        return new ProcessorTopology(
                        new StreamsConfig(properties),
                        parameters,
                        new TopologyServices(
                                registry,
                                patience,
                                new OutputFormats(topics, registry, patience),
                                register,
                                () -> rules,
                                () -> correlation,
                                () -> 0))
                .get();
    }

    /** Returns the time of the rig: epoch milliseconds. */
    long now() {
        return now;
    }

    /** Moves time on without anything happening. */
    ProcessorRig pass(Duration span) {
        now += span.toMillis();
        return this;
    }

    /** Lets time pass second by second, with a tick each. */
    ProcessorRig tickFor(Duration span) {
        long end = now + span.toMillis();
        while (now < end) {
            now = Math.min(end, now + 1_000);
            pipe(topics.ticks, null, new byte[] {0, 0, 0, 0, 9});
        }
        return this;
    }

    String nextId() {
        return "id-" + ++nextId;
    }

    Event event(String source, Map<String, Double> metrics, Map<String, Object> attributes) {
        return event(nextId(), source, now, metrics, attributes);
    }

    static Event event(
            String id, String source, long observedAt, Map<String, Double> metrics, Map<String, Object> attributes) {
        return new Event(
                id,
                "default",
                "production",
                source,
                "sample",
                observedAt,
                observedAt,
                metrics,
                attributes,
                Map.of(),
                Map.of(),
                Map.of(),
                null,
                null,
                null);
    }

    ProcessorRig metric(String source, String metric, double value) {
        return send(event(source, Map.of(metric, value), Map.of()));
    }

    ProcessorRig send(Event event) {
        SourceKey key = new SourceKey(event.getTenant(), event.getEnvironment(), event.getSource());
        return pipe(topics.events, key.bytes(), serialize(topics.events, event));
    }

    ProcessorRig send(LogRecord line) {
        SourceKey key = new SourceKey(line.getTenant(), line.getEnvironment(), line.getSource());
        return pipe(topics.logs, key.bytes(), serialize(topics.logs, line));
    }

    ProcessorRig send(AlertCommand command) {
        return pipe(
                topics.alertCommands, command.getFingerprint().getBytes(), serialize(topics.alertCommands, command));
    }

    ProcessorRig send(IncidentCommand command) {
        return pipe(
                topics.incidentCommands,
                SourceKey.scope(command.getTenant(), command.getEnvironment()).getBytes(),
                serialize(topics.incidentCommands, command));
    }

    ProcessorRig send(MaintenanceCommand command) {
        return pipe(topics.maintenance, command.getId().getBytes(), serialize(topics.maintenance, command));
    }

    byte[] serialize(TopicSpec topic, SpecificRecord value) {
        return serializer.serialize(topic.name(), value);
    }

    ProcessorRig pipe(TopicSpec topic, byte[] key, byte[] value) {
        inputs.get(topic).pipeInput(new TestRecord<>(key, value, new RecordHeaders(), now));
        return this;
    }

    /** Returns what a topic has got since the last call, as bytes. */
    List<TestRecord<byte[], byte[]>> raw(TopicSpec topic) {
        return driver.createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** Returns the records that a topic has got since the last call; a tombstone is null. */
    <T extends SpecificRecord> List<T> read(TopicSpec topic, Class<T> type) {
        List<T> values = new ArrayList<>();
        for (TestRecord<byte[], byte[]> record : raw(topic)) {
            values.add(
                    record.value() == null ? null : type.cast(deserializer.deserialize(topic.name(), record.value())));
        }
        return values;
    }

    KeyValueStore<Bytes, byte[]> store(String name) {
        return driver.getKeyValueStore(name);
    }

    @Override
    public void close() {
        driver.close();
        bounds.close();
        try (Stream<Path> files = Files.walk(state)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
