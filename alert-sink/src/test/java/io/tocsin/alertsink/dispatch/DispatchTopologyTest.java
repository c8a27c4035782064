package io.tocsin.alertsink.dispatch;

import static io.tocsin.alertsink.Examples.transition;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertInput;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.NotificationLogEntry;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.deadletter.DeadLetterHeaders;
import io.tocsin.schemas.serde.AvroDeserializer;
import io.tocsin.schemas.serde.AvroSerializer;
import io.tocsin.schemas.serde.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DispatchTopologyTest {

    private static final Map<String, String> REGISTRY = Map.of("schema.registry.url", "mock://dispatch");

    private final Topics topics = new Topics("tocsin");
    private final AtomicInteger intended = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AvroSerializer<AlertTransition> writer = serializer();
    private final AvroDeserializer<Delivery> reader = deserializer(Delivery.class);
    private final AtomicInteger registryFailures = new AtomicInteger();
    private final TopologyTestDriver driver = new TopologyTestDriver(topology().get(), config());
    private final TestInputTopic<byte[], byte[]> transitions = driver.createInputTopic(
            topics.alertTransitions.name(), new ByteArraySerializer(), new ByteArraySerializer());
    private final TestOutputTopic<byte[], byte[]> deliveries = driver.createOutputTopic(
            topics.deliveries.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    private final TestOutputTopic<byte[], byte[]> deadLetters = driver.createOutputTopic(
            topics.deadLetters.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void isAsTheGoldenFileSays() throws Exception {
        String golden = Files.readString(Path.of("src/test/resources/dispatch-topology.txt"));
        assertThat(topology().get().describe().toString().strip()).isEqualTo(golden.strip());
    }

    @Test
    void anEpisodeIsToldWithItsKeyIdAndTime() {
        pipe(transition("f", 1, 1, AlertState.PENDING));
        pipe(transition("f", 1, 2, AlertState.FIRING));
        pipe(transition("f", 1, 3, AlertState.RESOLVED));
        List<TestRecord<byte[], byte[]>> told = deliveries.readRecordsToList();
        assertThat(told).hasSize(2);
        assertThat(told.get(0).key()).asString(StandardCharsets.UTF_8).isEqualTo("chat|f");
        Delivery firing =
                reader.deserialize(topics.deliveries.name(), told.get(0).value());
        assertThat(firing.getId())
                .isEqualTo(DeliveryIds.of(transition("f", 1, 2, AlertState.FIRING), "chat")
                        .toString());
        assertThat(firing.getStatus()).isEqualTo("firing");
        assertThat(firing.getCreatedAt()).isEqualTo(told.get(0).timestamp());
        assertThat(firing.getAlerts())
                .containsExactly(transition("f", 1, 2, AlertState.FIRING).getAlert());
        Delivery resolved =
                reader.deserialize(topics.deliveries.name(), told.get(1).value());
        assertThat(resolved.getStatus()).isEqualTo("resolved");
        assertThat(resolved.getSequence()).isEqualTo(2);
    }

    @Test
    void readingTheTopicAgainTellsNothingNew() {
        List<AlertTransition> history = List.of(
                transition("f", 1, 1, AlertState.FIRING),
                transition("g", 1, 1, AlertState.FIRING),
                transition("f", 1, 2, AlertState.RESOLVED),
                transition("f", 2, 1, AlertState.FIRING));
        history.forEach(this::pipe);
        assertThat(deliveries.readRecordsToList()).hasSize(4);
        history.forEach(this::pipe);
        assertThat(deliveries.isEmpty()).isTrue();
        assertThat(intended).hasValue(4);
        assertThat(repeated).hasValue(4);
    }

    @Test
    void poisonGoesToTheDeadLettersByteByByte() {
        AlertTransition good = transition("f", 1, 1, AlertState.FIRING);
        byte[] value = writer.serialize(topics.alertTransitions.name(), good);
        byte[] truncated = java.util.Arrays.copyOf(value, value.length - 3);
        byte[] unknownSchema = value.clone();
        unknownSchema[1] = 0x7F;
        byte[] otherRecord =
                DispatchTopologyTest.<Alert>serializer().serialize(topics.alertTransitions.name(), good.getAlert());
        byte[] contradiction = writer.serialize(
                topics.alertTransitions.name(),
                AlertTransition.newBuilder(good).setTo(AlertState.RESOLVED).build());

        assertDead(bytes("f"), null, "null_value");
        assertDead(null, value, "null_key");
        assertDead(bytes("g"), value, "key_mismatch");
        assertDead(bytes("f"), new byte[] {0, 1}, "too_short");
        assertDead(bytes("f"), bytes("{\"json\":true}"), "wrong_magic_byte");
        assertDead(bytes("f"), unknownSchema, "unknown_schema");
        assertDead(bytes("f"), truncated, "malformed");
        assertDead(bytes("f"), otherRecord, "wrong_schema");
        assertDead(bytes("f"), contradiction, "invalid_value");
        assertThat(deliveries.isEmpty()).isTrue();

        pipe(good);
        assertThat(deliveries.readRecordsToList()).hasSize(1);
    }

    @Test
    void aRegistryThatIsAwayMakesNoDeadLetters() {
        registryFailures.set(3);
        pipe(transition("f", 1, 1, AlertState.FIRING));
        assertThat(deliveries.readRecordsToList()).hasSize(1);
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void resolvedGroupsAreForgottenAfterTheRetentionAndFiringOnesAreNot() {
        pipe(transition("over", 1, 1, AlertState.FIRING));
        pipe(transition("over", 1, 2, AlertState.RESOLVED));
        pipe(transition("on", 1, 1, AlertState.FIRING));
        AlertTransition later = AlertTransition.newBuilder(transition("new", 1, 1, AlertState.FIRING))
                .setAt(transition("new", 1, 1, AlertState.FIRING).getAt()
                        + Duration.ofDays(16).toMillis())
                .build();
        pipe(later);
        KeyValueStore<String, NotificationLogEntry> log = driver.getKeyValueStore(Stores.NOTIFICATION_LOG);
        assertThat(log.get("chat|over")).isNull();
        assertThat(log.get("chat|on")).isNotNull();
        assertThat(log.get("chat|new")).isNotNull();
    }

    private void assertDead(byte[] key, byte[] value, String reason) {
        transitions.pipeInput(key, value, Instant.ofEpochMilli(io.tocsin.alertsink.Examples.START));
        TestRecord<byte[], byte[]> dead = deadLetters.readRecord();
        assertThat(dead.key()).isEqualTo(key);
        assertThat(dead.value()).isEqualTo(value);
        assertThat(new String(
                        dead.headers().lastHeader(DeadLetterHeaders.REASON).value(), StandardCharsets.UTF_8))
                .isEqualTo(reason);
        assertThat(new String(dead.headers().lastHeader(DeadLetterHeaders.TOPIC).value(), StandardCharsets.UTF_8))
                .isEqualTo(topics.alertTransitions.name());
    }

    private void pipe(AlertTransition transition) {
        transitions.pipeInput(
                bytes(transition.getAlert().getFingerprint()),
                writer.serialize(topics.alertTransitions.name(), transition),
                Instant.ofEpochMilli(transition.getAt()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private DispatchTopology topology() {
        return new DispatchTopology(
                new TopologyConfig(new StreamsConfig(config())),
                DispatchParameters.of(topics, Duration.ofDays(15), Duration.ofMillis(20)),
                new EveryChannel(List.of(new EveryChannel.Subscriber("chat", true))),
                new EngineHandle(() -> {}),
                this::sometimesWithoutRegistry,
                () -> deserializer(AlertInput.class),
                DispatchTopologyTest::serializer,
                new RegistryPatience(10, nanos -> {}),
                new CountingMetrics());
    }

    private Deserializer<AlertTransition> sometimesWithoutRegistry() {
        Deserializer<AlertTransition> real = deserializer(AlertTransition.class);
        return (topic, bytes) -> {
            if (registryFailures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new RegistryUnavailableException("away");
            }
            return real.deserialize(topic, bytes);
        };
    }

    private static Properties config() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "tocsin-alert-sink");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9");
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return config;
    }

    private static <T extends SpecificRecord> AvroSerializer<T> serializer() {
        AvroSerializer<T> serializer = new AvroSerializer<>();
        serializer.configure(REGISTRY, false);
        return serializer;
    }

    private static <T extends SpecificRecord> AvroDeserializer<T> deserializer(Class<T> type) {
        AvroDeserializer<T> deserializer = new AvroDeserializer<>(type);
        deserializer.configure(REGISTRY, false);
        return deserializer;
    }

    private final class CountingMetrics implements DispatchMetrics {

        @Override
        public void read() {}

        @Override
        public void deadLettered() {}

        @Override
        public void repeated() {
            repeated.incrementAndGet();
        }

        @Override
        public void recorded() {}

        @Override
        public void intended() {
            intended.incrementAndGet();
        }
    }
}
