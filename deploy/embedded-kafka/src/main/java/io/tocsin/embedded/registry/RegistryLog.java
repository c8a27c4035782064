package io.tocsin.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic that holds the registry's state. Only one registry writes: each opens the log with the same transactional
 * id, which shuts out the one before it, and reads all that is there before it writes. After a failed write the log is
 * opened anew, for nobody knows whether that write is in it. Calls must not overlap; the caller sees to it.
 */
final class RegistryLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryLog.class);
    private static final TopicPartition PARTITION = new TopicPartition("_schemas", 0);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);

    private final String bootstrapServers;
    private final RegistryState state;
    private KafkaProducer<String, String> writer;
    private long nextOffset;

    /** Makes a log that adds what it holds to a state. */
    RegistryLog(String bootstrapServers, RegistryState state) {
        this.bootstrapServers = bootstrapServers;
        this.state = state;
    }

    /**
     * Makes sure that this registry is the one that writes and has read all that was written.
     *
     * @throws KafkaException when Kafka does not answer in time
     */
    void open() {
        if (writer != null) {
            return;
        }
        createTopic();
        KafkaProducer<String, String> opened = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "schema-registry",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                (int) TIMEOUT.toMillis(),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) TIMEOUT.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) TIMEOUT.toMillis() / 2,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                4L << 20,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                StringSerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                StringSerializer.class));
        try {
            opened.initTransactions();
            catchUp();
            writer = opened;
        } catch (RuntimeException failed) {
            opened.close(Duration.ZERO);
            throw failed;
        }
    }

    /**
     * Writes a record and adds it to the state.
     *
     * @throws KafkaException when Kafka did not acknowledge it; it may be there all the same
     */
    void append(RegistryRecord added) {
        open();
        try {
            writer.beginTransaction();
            writer.send(new ProducerRecord<>(PARTITION.topic(), PARTITION.partition(), added.key(), added.value()));
            writer.commitTransaction();
        } catch (KafkaException failed) {
            close();
            throw failed;
        }
        apply(added);
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close(Duration.ZERO);
            writer = null;
        }
    }

    private void createTopic() {
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "default.api.timeout.ms",
                (int) TIMEOUT.toMillis(),
                "request.timeout.ms",
                (int) TIMEOUT.toMillis() / 2))) {
            NewTopic topic = new NewTopic(PARTITION.topic(), 1, (short) 1)
                    .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
            admin.createTopics(List.of(topic)).all().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw new KafkaException("cannot create " + PARTITION.topic(), failed.getCause());
            }
        } catch (TimeoutException late) {
            throw new KafkaException("cannot create " + PARTITION.topic(), late);
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    /** Reads to the end as it is now: other writers are shut out, so nothing comes behind it. */
    private void catchUp() {
        try (KafkaConsumer<String, String> reader = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) TIMEOUT.toMillis(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class))) {
            reader.assign(List.of(PARTITION));
            reader.seek(PARTITION, nextOffset);
            long end = reader.endOffsets(List.of(PARTITION)).get(PARTITION);
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (reader.position(PARTITION) < end) {
                for (ConsumerRecord<String, String> found : reader.poll(POLL)) {
                    apply(new RegistryRecord(found.key(), found.value()));
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new KafkaException("could not read " + PARTITION.topic() + " to its end within " + TIMEOUT);
                }
            }
            nextOffset = end;
        }
    }

    private void apply(RegistryRecord added) {
        try {
            added.applyTo(state);
        } catch (JsonProcessingException foreign) {
            LOG.warn("A record of {} is no JSON and is passed over: {}", PARTITION.topic(), foreign.getMessage());
        }
    }
}
