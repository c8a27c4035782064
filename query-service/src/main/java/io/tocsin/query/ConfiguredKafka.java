package io.tocsin.query;

import io.tocsin.schemas.InstanceAnnouncement;
import io.tocsin.schemas.serde.AvroSerdes;
import io.tocsin.schemas.serde.SerdeSettings;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka clients as the settings have them. */
final class ConfiguredKafka implements QueryKafka {

    private final Map<String, Object> common = new HashMap<>();
    private final Map<String, Object> serde = new HashMap<>();
    private final Duration commandTimeout;

    ConfiguredKafka(Settings settings, Duration commandTimeout) {
        this.commandTimeout = commandTimeout;
        common.putAll(settings.get(CommonSettings.KAFKA_CLIENT));
        common.put(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                String.join(",", settings.get(CommonSettings.KAFKA_BOOTSTRAP_SERVERS)));
        common.put(CommonClientConfigs.CLIENT_ID_CONFIG, "tocsin-query");
        serde.putAll(common);
        serde.put(SerdeSettings.REGISTRY_URL, String.join(",", settings.get(CommonSettings.REGISTRY_URL)));
        serde.put(SerdeSettings.SPECIFIC_READER, true);
    }

    @Override
    public Consumer<String, byte[]> announcements() {
        Map<String, Object> config = new HashMap<>(common);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Deserializer<InstanceAnnouncement> announcementDeserializer() {
        return AvroSerdes.deserializer(InstanceAnnouncement.class, serde, false);
    }

    @Override
    public Producer<String, SpecificRecord> commands() {
        int timeout = Math.toIntExact(commandTimeout.toMillis());
        Map<String, Object> config = new HashMap<>(common);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout / 2);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout / 2);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout / 2);
        return new KafkaProducer<>(config, new StringSerializer(), AvroSerdes.serializer(serde, false));
    }
}
