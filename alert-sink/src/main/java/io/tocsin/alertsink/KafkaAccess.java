package io.tocsin.alertsink;

import io.tocsin.alertsink.dispatch.SmallRocksDb;
import io.tocsin.schemas.serde.AvroSerdes;
import io.tocsin.schemas.serde.SerdeSettings;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.StreamsConfig;

/** Makes the sink's Kafka clients and serdes as the settings say. Immutable. */
final class KafkaAccess {

    /** A killed sink that does not come back is replaced after this time; one that comes back goes on at once. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(3);

    /** A dead letter is larger than the record that it was, by the headers that say why. */
    private static final int MAX_REQUEST_BYTES = 2 * 1024 * 1024;

    private final Map<String, Object> common = new HashMap<>();
    private final Map<String, Object> serde = new HashMap<>();
    private final String application;
    private final String instanceId;

    /**
     * Makes it.
     *
     * @param instanceId stable identity of this instance: with it a restarted sink takes its partitions back without
     *     waiting for its predecessor's session to end
     */
    KafkaAccess(Settings settings, String instanceId) {
        common.putAll(settings.get(CommonSettings.KAFKA_CLIENT));
        common.put(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                String.join(",", settings.get(CommonSettings.KAFKA_BOOTSTRAP_SERVERS)));
        serde.put(SerdeSettings.REGISTRY_URL, String.join(",", settings.get(CommonSettings.REGISTRY_URL)));
        application = settings.get(CommonSettings.TOPICS_PREFIX) + "-alert-sink";
        this.instanceId = instanceId;
    }

    /** Returns the id of the Streams application; names of groups begin with it. */
    String application() {
        return application;
    }

    Admin admin() {
        return Admin.create(common);
    }

    /** Returns an idempotent producer that sends at once. */
    Producer<byte[], byte[]> producer() {
        Map<String, Object> config = new HashMap<>(common);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, application + "-ledger");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Returns a consumer without a group. */
    Consumer<byte[], byte[]> reader(String name) {
        Map<String, Object> config = consumerConfig(name);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Returns a consumer in the group of a channel. */
    Consumer<byte[], byte[]> member(String channel) {
        String group = application + '-' + channel;
        Map<String, Object> config = consumerConfig(channel);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instanceId);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION_TIMEOUT.toMillis());
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) HEARTBEAT_INTERVAL.toMillis());
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Returns the configuration of the Streams application.
     *
     * @param address where other instances reach this one, if they do
     */
    Properties streams(Settings settings, Optional<String> address) {
        Properties config = new Properties();
        config.putAll(common);
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        config.put(
                StreamsConfig.STATE_DIR_CONFIG,
                settings.get(CommonSettings.DATA_DIR).resolve("streams").toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        address.ifPresent(each -> config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, each));
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallRocksDb.class);
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.get(CommonSettings.TOPICS_REPLICATION));
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        long interval = settings.get(SinkSettings.COMMIT_INTERVAL).toMillis();
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, interval);
        // A thread that waits for records does not commit; it must not wait longer than an interval.
        config.put(StreamsConfig.POLL_MS_CONFIG, interval);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_REQUEST_BYTES);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instanceId);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), (int)
                SESSION_TIMEOUT.toMillis());
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), (int)
                HEARTBEAT_INTERVAL.toMillis());
        return config;
    }

    <T extends SpecificRecord> Serializer<T> serializer() {
        return AvroSerdes.serializer(serde, false);
    }

    <T extends SpecificRecord> Deserializer<T> deserializer(Class<T> type) {
        return AvroSerdes.deserializer(type, serde, false);
    }

    private Map<String, Object> consumerConfig(String name) {
        Map<String, Object> config = new HashMap<>(common);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, application + '-' + name);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                IsolationLevel.READ_COMMITTED.name().toLowerCase(Locale.ROOT));
        return config;
    }
}
