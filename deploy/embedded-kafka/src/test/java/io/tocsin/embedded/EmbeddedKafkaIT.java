package io.tocsin.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

    private static final TopicPartition PARTITION = new TopicPartition("notes", 0);

    @TempDir
    private Path directory;

    @Test
    void recordsPortAndTransactionsSurviveARestart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder(directory).start()) {
            String address = kafka.bootstrapServers();
            createTopic(address);
            writeInTransaction(address, "before");

            kafka.stop();
            assertThat(refusesConnections(address)).isTrue();
            kafka.start();

            assertThat(kafka.bootstrapServers()).isEqualTo(address);
            writeInTransaction(address, "after");
            assertThat(readCommitted(address, 2)).containsExactly("before", "after");
        }
    }

    @Test
    void aClientRidesOutARestart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder(directory).start()) {
            createTopic(kafka.bootstrapServers());
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(Map.of(
                    "bootstrap.servers", kafka.bootstrapServers(),
                    "key.serializer", StringSerializer.class,
                    "value.serializer", StringSerializer.class))) {
                producer.send(new ProducerRecord<>(PARTITION.topic(), "one")).get();
                kafka.stop();
                // send itself waits for metadata, so it must not be this thread that waits
                CompletableFuture<Void> inBetween = CompletableFuture.runAsync(() -> {
                    producer.send(new ProducerRecord<>(PARTITION.topic(), "two"));
                    producer.flush();
                });
                kafka.start();
                inBetween.get(30, TimeUnit.SECONDS);
            }
            assertThat(readCommitted(kafka.bootstrapServers(), 2)).containsExactly("one", "two");
        }
    }

    @Test
    void aTransactionCommittedJustBeforeAKillIsReadAfterIt() throws Exception {
        for (int round = 1; round <= 3; round++) {
            try (BrokerProcess process = BrokerProcess.start(directory)) {
                if (round == 1) {
                    createTopic(process.bootstrapServers());
                }
                writeInTransaction(process.bootstrapServers(), "round " + round);
                process.kill();
            }
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.builder(directory).start()) {
            assertThat(readCommitted(kafka.bootstrapServers(), 3)).containsExactly("round 1", "round 2", "round 3");
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EmbeddedKafka kafka =
                    EmbeddedKafka.builder(directory).port(taken.getLocalPort()).build();

            assertThatThrownBy(kafka::start)
                    .isInstanceOf(EmbeddedKafkaException.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void aDirectoryServesOneBrokerOnly() {
        try (EmbeddedKafka first = EmbeddedKafka.builder(directory).start()) {
            assertThat(first.bootstrapServers()).startsWith("127.0.0.1:");
            EmbeddedKafka second = EmbeddedKafka.builder(directory).build();

            assertThatThrownBy(second::start).isInstanceOf(EmbeddedKafkaException.class);
        }
    }

    private static void createTopic(String address) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", address))) {
            admin.createTopics(Set.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static void writeInTransaction(String address, String value) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(Map.of(
                "bootstrap.servers",
                address,
                "transactional.id",
                "notes-writer",
                "key.serializer",
                StringSerializer.class,
                "value.serializer",
                StringSerializer.class))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(PARTITION.topic(), value));
            producer.commitTransaction();
        }
    }

    private static List<String> readCommitted(String address, int expected) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of(
                "bootstrap.servers",
                address,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "key.deserializer",
                StringDeserializer.class,
                "value.deserializer",
                StringDeserializer.class))) {
            consumer.assign(List.of(PARTITION));
            List<String> values = new ArrayList<>();
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (values.size() < expected && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> note : consumer.poll(Duration.ofMillis(200))) {
                    values.add(note.value());
                }
            }
            return values;
        }
    }

    private static boolean refusesConnections(String address) throws IOException {
        int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return !socket.isConnected();
        } catch (ConnectException refused) {
            return true;
        }
    }
}
