package io.tocsin.processor.rules;

import io.tocsin.processor.core.incident.CorrelationRule;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.rule.RuleTallies;
import io.tocsin.schemas.RuleVersion;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.serde.AvroDeserializer;
import io.tocsin.schemas.serde.AvroSerializer;
import io.tocsin.schemas.serde.SerdeSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The rules of a running processor: follows the topic, and changes it when asked. Thread-safe. */
public final class RuleService implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final int BLOCK_MS = 10_000;

    private final RuleBoard board;
    private final RuleFollower follower;
    private final CorrelationBoard correlations;
    private final RuleDesk desk;
    private final CorrelationDesk correlationDesk;
    private final Map<String, String> kafka;
    private final TopicPartition topic;

    /**
     * Makes the service; it is not started.
     *
     * @param packs rules to begin with
     * @param correlations correlation rules of the settings
     * @param kafka properties of every Kafka client
     * @param serde configuration of serdes
     * @param tallies gives the tallies of the tasks of this process
     * @param listener hears of each catalogue that comes into force
     */
    public RuleService(
            RulePacks packs,
            List<CorrelationRule> correlations,
            Topics topics,
            Map<String, String> kafka,
            Map<String, Object> serde,
            InstantSource clock,
            Supplier<List<RuleTallies>> tallies,
            java.util.function.Consumer<RuleCatalogue> listener) {
        this.kafka = Map.copyOf(kafka);
        topic = new TopicPartition(topics.rules.name(), 0);
        board = new RuleBoard(packs, listener);
        this.correlations = new CorrelationBoard(correlations);
        AvroDeserializer<RuleVersion> deserializer = new AvroDeserializer<>();
        Map<String, Object> specific = new HashMap<>(serde);
        specific.put(SerdeSettings.SPECIFIC_READER, true);
        deserializer.configure(specific, false);
        AvroSerializer<RuleVersion> serializer = new AvroSerializer<>();
        serializer.configure(serde, false);
        follower = new RuleFollower(this::consumer, deserializer, topic.topic(), board, this.correlations);
        RuleChanges changes = new RuleChanges(
                () -> producer(topics.prefix() + "-rules"), serializer, this::lastOffset, follower, topic.topic());
        desk = new RuleDesk(board, changes, clock, tallies);
        correlationDesk = new CorrelationDesk(this.correlations, changes, clock);
    }

    /** Starts; returns when the rules are those that Kafka has. */
    public void start() {
        follower.start(START_TIMEOUT);
    }

    /** Returns what knows the rules in force. */
    public RuleBoard board() {
        return board;
    }

    /** Returns what knows the correlation rules in force. */
    public CorrelationBoard correlations() {
        return correlations;
    }

    /** Returns what answers questions about correlation rules. */
    public CorrelationDesk correlationDesk() {
        return correlationDesk;
    }

    /** Returns what answers questions about rules. */
    public RuleDesk desk() {
        return desk;
    }

    @Override
    public void close() {
        follower.close();
    }

    private long lastOffset() {
        try (Consumer<String, byte[]> consumer = consumer()) {
            return consumer.endOffsets(List.of(topic)).get(topic) - 1;
        }
    }

    private Consumer<String, byte[]> consumer() {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private Producer<String, byte[]> producer(String transactionalId) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MS);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1024L * 1024);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, BLOCK_MS);
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }
}
