package io.tocsin.processor.runtime;

import io.tocsin.embedded.EmbeddedKafka;
import io.tocsin.embedded.EmbeddedRegistry;
import io.tocsin.schemas.Event;
import io.tocsin.schemas.catalogue.TopicCreator;
import io.tocsin.schemas.catalogue.TopicSpec;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.schemas.serde.AvroSerializer;
import io.tocsin.schemas.serde.SerdeSettings;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.Settings;
import io.tocsin.service.settings.SettingsCatalogue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker, a registry, and as many processors as a test asks for. */
final class TestCluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    final Map<String, Object> serde;
    private final Path directory;
    private final EmbeddedKafka kafka;
    private EmbeddedRegistry registry;
    private final AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>();
    private final List<ProcessorRuntime> processors = new ArrayList<>();
    private KafkaProducer<byte[], byte[]> producer;

    /** Starts a broker with a registry in memory, for processors in this process. */
    TestCluster(Path directory) {
        this(directory, false);
    }

    private TestCluster(Path directory, boolean withRegistry) {
        this.directory = directory;
        kafka = EmbeddedKafka.builder(directory.resolve("kafka")).start();
        registry = withRegistry ? EmbeddedRegistry.start(kafka.bootstrapServers(), 0) : null;
        String url = withRegistry ? registry.url() : "mock://" + Integer.toHexString(hashCode());
        serde = Map.of(SerdeSettings.REGISTRY_URL, List.of(url));
        serializer.configure(serde, false);
    }

    /** Starts a broker with a registry that other processes reach too. */
    static TestCluster withRegistry(Path directory) {
        return new TestCluster(directory, true);
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    /** Returns the settings of a processor by name. */
    Map<String, String> settings(String name, Map<String, String> overrides) {
        Map<String, String> all = new HashMap<>();
        all.put(CommonSettings.KAFKA_BOOTSTRAP_SERVERS.name(), kafka.bootstrapServers());
        all.put(CommonSettings.REGISTRY_URL.name(), String.join(",", registryUrls()));
        all.put(ProcessorSettings.STATE_DIR.name(), directory.resolve(name).toString());
        all.putAll(overrides);
        return all;
    }

    ProcessorRuntime start(String name, Map<String, String> overrides) {
        Settings settings = Settings.of(
                new SettingsCatalogue(CommonSettings.ALL, ProcessorSettings.ALL), settings(name, overrides));
        ProcessorRuntime runtime = new ProcessorRuntime(ProcessorParameters.of(settings), Clock.systemUTC());
        processors.add(runtime);
        runtime.start();
        return runtime;
    }

    ProcessorRuntime startReady(String name, Map<String, String> overrides) {
        ProcessorRuntime runtime = start(name, overrides);
        await("the processor is ready", runtime::isReady);
        return runtime;
    }

    void stop(ProcessorRuntime runtime) {
        processors.remove(runtime);
        runtime.close();
    }

    byte[] serialize(TopicSpec topic, SpecificRecord value) {
        return serializer.serialize(topic.name(), value);
    }

    /** Stops the registry; the port stays. */
    void stopRegistry() {
        registry.close();
    }

    /** Starts the registry again where it was. */
    void startRegistry() {
        registry = EmbeddedRegistry.start(
                kafka.bootstrapServers(), URI.create(registryUrls().get(0)).getPort());
    }

    /** Writes events and returns where each lies, once Kafka has them all. */
    List<RecordMetadata> send(List<Event> events) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Event event : events) {
            byte[] key = new SourceKey(event.getTenant(), event.getEnvironment(), event.getSource()).bytes();
            sent.add(producer()
                    .send(new ProducerRecord<>(
                            topics.events.name(), key, serializer.serialize(topics.events.name(), event))));
        }
        List<RecordMetadata> written = new ArrayList<>();
        for (Future<RecordMetadata> each : sent) {
            written.add(each.get(30, TimeUnit.SECONDS));
        }
        return written;
    }

    /** Creates the topics, as a processor does when it starts. */
    void createTopics(int partitions) {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) kafka.bootstrapServers()))) {
            new TopicCreator(admin, PATIENCE).createMissing(topics, partitions, 1);
        }
    }

    /** Lets time pass in every partition of the sources, as a processor would once a second. */
    void tick(int partitions) throws Exception {
        for (int partition = 0; partition < partitions; partition++) {
            producer()
                    .send(new ProducerRecord<>(topics.ticks.name(), partition, null, new byte[] {0}))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    RecordMetadata send(TopicSpec topic, byte[] key, byte[] value) throws Exception {
        return producer().send(new ProducerRecord<>(topic.name(), key, value)).get(30, TimeUnit.SECONDS);
    }

    /** Returns what a topic holds in committed transactions, up to its present end. */
    List<ConsumerRecord<byte[], byte[]>> read(TopicSpec topic) {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("did not reach the end of " + topic.name());
                }
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
        }
        return found;
    }

    /** Returns the offset that the processors have committed of a partition of the events; -1 for none. */
    long committed(int partition) {
        TopicPartition events = new TopicPartition(topics.events.name(), partition);
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) kafka.bootstrapServers()))) {
            OffsetAndMetadata offset = admin.listConsumerGroupOffsets("tocsin-processor")
                    .partitionsToOffsetAndMetadata()
                    .get(30, TimeUnit.SECONDS)
                    .get(events);
            return offset == null ? -1 : offset.offset();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Override
    public void close() {
        List.copyOf(processors).forEach(this::stop);
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
        if (registry != null) {
            registry.close();
        }
        kafka.close();
    }

    @SuppressWarnings("unchecked")
    private List<String> registryUrls() {
        return (List<String>) serde.get(SerdeSettings.REGISTRY_URL);
    }

    private KafkaProducer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(
                    Map.of(
                            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            kafka.bootstrapServers(),
                            ProducerConfig.ACKS_CONFIG,
                            "all",
                            ProducerConfig.LINGER_MS_CONFIG,
                            5),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        }
        return producer;
    }
}
