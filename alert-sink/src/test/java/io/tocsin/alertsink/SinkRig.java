package io.tocsin.alertsink;

import io.tocsin.embedded.EmbeddedKafka;
import io.tocsin.embedded.EmbeddedRegistry;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.DeliveryLedgerEntry;
import io.tocsin.schemas.DeliveryState;
import io.tocsin.schemas.catalogue.TopicCreator;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.serde.AvroDeserializer;
import io.tocsin.schemas.serde.AvroSerializer;
import io.tocsin.service.Roles;
import io.tocsin.service.RunningService;
import io.tocsin.service.ServiceRunner;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.Settings;
import io.tocsin.service.settings.SettingsCatalogue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka, a registry, and sinks on top of them, each rig with topics of its own. */
final class SinkRig implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int PARTITIONS = 4;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    final EmbeddedKafka kafka;
    final EmbeddedRegistry registry;
    final Path directory;
    final Topics topics = new Topics("t" + NUMBER.incrementAndGet());
    final Map<String, String> extra = new HashMap<>();

    private final List<RunningService> services = new ArrayList<>();
    private final AvroSerializer<AlertTransition> serializer = new AvroSerializer<>();
    private KafkaProducer<byte[], byte[]> producer;

    SinkRig(EmbeddedKafka kafka, EmbeddedRegistry registry, Path directory) {
        this.kafka = kafka;
        this.registry = registry;
        this.directory = directory;
        serializer.configure(serdeConfig(), false);
        try (Admin admin = admin()) {
            new TopicCreator(admin, Duration.ofSeconds(20)).createMissing(topics, PARTITIONS, 1);
        }
        extra.put("sink.console", "false");
        extra.put("sink.retry.initial", "50ms");
        extra.put("sink.retry.max", "500ms");
    }

    /** Returns the overrides with which a sink runs on a data directory of its own. */
    Map<String, String> overrides(String instance) {
        Map<String, String> overrides = new HashMap<>(Map.of(
                CommonSettings.KAFKA_BOOTSTRAP_SERVERS.name(), kafka.bootstrapServers(),
                CommonSettings.REGISTRY_URL.name(), registry.url(),
                CommonSettings.TOPICS_PREFIX.name(), topics.prefix(),
                CommonSettings.TOPICS_PARTITIONS.name(), Integer.toString(PARTITIONS),
                CommonSettings.HTTP_PORT.name(), "0",
                CommonSettings.HTTP_COMPAT_PORTS.name(), "",
                CommonSettings.DATA_DIR.name(),
                        directory.resolve(topics.prefix() + "-" + instance).toString()));
        overrides.putAll(extra);
        return overrides;
    }

    /** Starts a sink and waits until it is ready. */
    RunningService start(String instance) {
        Settings settings =
                Settings.of(new SettingsCatalogue(CommonSettings.ALL, SinkSettings.ALL), overrides(instance));
        RunningService service = ServiceRunner.start(settings, Set.of(Roles.SINK));
        services.add(service);
        AlertSink sink = service.context().getBean(AlertSink.class);
        Eventually.within(Duration.ofSeconds(60), sink::waitingFor, sink::isReady);
        return service;
    }

    /** Writes a transition that happens now. */
    void transition(String fingerprint, long episode, long step, AlertState to) {
        AlertTransition transition = AlertTransition.newBuilder(Examples.transition(fingerprint, episode, step, to))
                .setAt(System.currentTimeMillis())
                .build();
        write(transition);
    }

    /** Writes a transition. */
    void write(AlertTransition transition) {
        String topic = topics.alertTransitions.name();
        producer()
                .send(new ProducerRecord<>(
                        topic,
                        transition.getAlert().getFingerprint().getBytes(StandardCharsets.UTF_8),
                        serializer.serialize(topic, transition)));
    }

    /** Waits until everything that was written is on Kafka. */
    void flush() {
        producer().flush();
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    /** Returns all values of a topic. */
    <T extends SpecificRecord> List<T> read(String topic, Class<T> type) {
        AvroDeserializer<T> deserializer = new AvroDeserializer<>(type);
        deserializer.configure(serdeConfig(), false);
        List<T> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (record.value() != null) {
                        values.add(deserializer.deserialize(topic, record.value()));
                    }
                }
            }
        }
        return values;
    }

    /** Lets alerts fire and be resolved, and waits until that is on Kafka. */
    void episodes(String prefix, int from, int to) {
        for (int i = from; i < to; i++) {
            transition(prefix + i, 1, 1, AlertState.FIRING);
            transition(prefix + i, 1, 2, AlertState.RECOVERING);
            transition(prefix + i, 1, 3, AlertState.RESOLVED);
        }
        flush();
    }

    /** Returns how each delivery stands. */
    List<DeliveryLedgerEntry> ledger() {
        Map<String, DeliveryLedgerEntry> latest = new HashMap<>();
        read(topics.deliveryLedger.name(), DeliveryLedgerEntry.class)
                .forEach(each -> latest.put(each.getDelivery().getId(), each));
        return List.copyOf(latest.values());
    }

    /** Waits until a number of deliveries is sent. */
    void awaitAllSent(int expected) {
        Eventually.within(
                LONG,
                () -> ledger().size() + " on the ledger",
                () -> ledger().stream()
                                .filter(each -> each.getState() == DeliveryState.SENT)
                                .count()
                        == expected);
    }

    @Override
    public void close() {
        services.forEach(RunningService::close);
        if (producer != null) {
            producer.close();
        }
    }

    private Map<String, String> serdeConfig() {
        return Map.of("schema.registry.url", registry.url());
    }

    private KafkaProducer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", "0"),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        }
        return producer;
    }
}
