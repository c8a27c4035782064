package io.tocsin.alertsink.dispatch;

import static io.tocsin.alertsink.Examples.transition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alertsink.engine.MuteReason;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertInput;
import io.tocsin.schemas.AlertPost;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.deadletter.DeadLetterHeaders;
import io.tocsin.schemas.serde.AvroDeserializer;
import io.tocsin.schemas.serde.AvroSerializer;
import io.tocsin.schemas.serde.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

final class TransitionFeedTest {

    private static final Map<String, String> REGISTRY = Map.of("schema.registry.url", "mock://feed");

    private final Topics topics = new Topics("tocsin");
    private final TopicPartition partition = new TopicPartition(topics.alertTransitions.name(), 0);
    private final AtomicInteger registryFailures = new AtomicInteger();
    private final MockProducer<byte[], byte[]> producer = producer();
    private final MockProducer<byte[], byte[]> deadLetters = producer();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final AvroSerializer<AlertTransition> writer = serializer();
    private final CountedChanges metrics = new CountedChanges();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final TransitionFeed feed = new TransitionFeed(
            () -> consumer,
            topics,
            this::sometimesWithoutRegistry,
            new RegistryPatience(10, nanos -> {}),
            new AlertInputs(producer, serializer(), topics.alertInputs.name()),
            deadLetters,
            "http://tocsin",
            metrics,
            () -> now.get(),
            Duration.ofMillis(500));
    private long offset;

    TransitionFeedTest() {
        consumer.assign(List.of(partition));
        consumer.updateBeginningOffsets(Map.of(partition, 0L));
        consumer.updateEndOffsets(Map.of(new TopicPartition(topics.alertInputs.name(), 0), 1L));
    }

    private static MockProducer<byte[], byte[]> producer() {
        return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private AlertTransition sometimesWithoutRegistry(String topic, byte[] bytes) {
        if (registryFailures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new RegistryUnavailableException("away");
        }
        Deserializer<AlertTransition> real = deserializer(AlertTransition.class);
        return real.deserialize(topic, bytes);
    }

    private void come(byte[] key, byte[] value) {
        consumer.addRecord(new ConsumerRecord<>(partition.topic(), 0, offset++, key, value));
    }

    private void come(AlertTransition transition) {
        come(bytes(transition.getAlert().getFingerprint()), writer.serialize(partition.topic(), transition));
    }

    private List<AlertPost> fed() {
        return producer.history().stream()
                .map(ProducerRecord::value)
                .map(each -> deserializer(AlertInput.class).deserialize(topics.alertInputs.name(), each))
                .flatMap(each -> each.getAlerts().stream())
                .toList();
    }

    @Test
    void changesAreFedInTheirOrderWithAllThatIsKnownOfTheAlert() throws Exception {
        come(transition("f", 1, 1, AlertState.PENDING));
        come(transition("f", 1, 2, AlertState.FIRING));
        come(transition("f", 1, 3, AlertState.ACKNOWLEDGED));
        come(transition("f", 1, 4, AlertState.RESOLVED));
        feed.step(consumer);
        List<AlertPost> fed = fed();
        assertThat(fed).extracting(AlertPost::getStep).containsExactly(2L, 3L, 4L);
        assertThat(fed.stream().map(each -> each.getEndsAt() == null)).containsExactly(true, true, false);
        assertThat(fed.get(0).getLabels())
                .isEqualTo(transition("f", 1, 2, AlertState.FIRING).getAlert().getLabels());
        assertThat(fed.get(0).getGeneratorUrl()).isEqualTo("http://tocsin/api/v1/alerts/f");
        assertThat(OwnAlerts.alert(fed.get(0).getContent()))
                .isEqualTo(transition("f", 1, 2, AlertState.FIRING).getAlert());
        assertThat(consumer.committed(java.util.Set.of(partition))
                        .get(partition)
                        .offset())
                .isEqualTo(4);
        assertThat(metrics.counts()).containsExactly(4, 0, 1, 3);
    }

    @Test
    void offsetsAreCommittedNowAndThen() throws Exception {
        come(transition("f", 1, 1, AlertState.FIRING));
        feed.step(consumer);
        come(transition("g", 1, 1, AlertState.FIRING));
        feed.step(consumer);
        assertThat(committed()).as("the first at once, the second not yet").isEqualTo(1);
        now.set(now.get().plusMillis(500));
        feed.step(consumer);
        assertThat(committed()).as("also when nothing comes any more").isEqualTo(2);
    }

    private long committed() {
        return consumer.committed(java.util.Set.of(partition)).get(partition).offset();
    }

    @Test
    void nothingIsReadPastBeforeItIsAmongTheInputs() {
        come(transition("f", 1, 1, AlertState.FIRING));
        producer.sendException = new TimeoutException("no");
        assertThatThrownBy(() -> feed.step(consumer)).isInstanceOf(ExecutionException.class);
        assertThat(consumer.committed(java.util.Set.of(partition)).get(partition))
                .isNull();
    }

    @Test
    void aRegistryThatIsAwayMakesNoDeadLetters() throws Exception {
        registryFailures.set(3);
        come(transition("f", 1, 1, AlertState.FIRING));
        feed.step(consumer);
        assertThat(fed()).hasSize(1);
        assertThat(deadLetters.history()).isEmpty();
    }

    @Test
    void poisonGoesToTheDeadLettersByteByByte() throws Exception {
        AlertTransition good = transition("f", 1, 1, AlertState.FIRING);
        byte[] value = writer.serialize(partition.topic(), good);
        byte[] truncated = java.util.Arrays.copyOf(value, value.length - 3);
        byte[] unknownSchema = value.clone();
        unknownSchema[1] = 0x7F;
        byte[] otherRecord = TransitionFeedTest.<Alert>serializer().serialize(partition.topic(), good.getAlert());
        byte[] contradiction = writer.serialize(
                partition.topic(),
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
        assertThat(producer.history()).isEmpty();

        come(good);
        feed.step(consumer);
        assertThat(fed()).hasSize(1);
    }

    private void assertDead(byte[] key, byte[] value, String reason) throws Exception {
        come(key, value);
        feed.step(consumer);
        ProducerRecord<byte[], byte[]> dead = deadLetters.history().get((int) offset - 1);
        assertThat(dead.topic()).isEqualTo(topics.deadLetters.name());
        assertThat(dead.key()).isEqualTo(key);
        assertThat(dead.value()).isEqualTo(value);
        assertThat(new String(
                        dead.headers().lastHeader(DeadLetterHeaders.REASON).value(), StandardCharsets.UTF_8))
                .isEqualTo(reason);
        assertThat(new String(dead.headers().lastHeader(DeadLetterHeaders.TOPIC).value(), StandardCharsets.UTF_8))
                .isEqualTo(partition.topic());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
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

    private static final class CountedChanges implements DispatchMetrics {

        private final int[] counts = new int[4];

        int[] counts() {
            return counts;
        }

        @Override
        public void read() {
            counts[0]++;
        }

        @Override
        public void deadLettered() {
            counts[1]++;
        }

        @Override
        public void passedOver() {
            counts[2]++;
        }

        @Override
        public void fed() {
            counts[3]++;
        }

        @Override
        public void inputDeadLettered() {}

        @Override
        public void intended() {}

        @Override
        public void suppressed(MuteReason reason, int alerts) {}
    }
}
