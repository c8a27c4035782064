package io.tocsin.gateway.publish;

import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.serde.SerdeSettings;
import io.tocsin.service.health.ReadinessCheck;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** The publisher and what it needs, put together, started and closed in the right order. Thread-safe. */
public final class KafkaPublishing implements AutoCloseable {

    private final RecordPublisher publisher;
    private final KafkaLink link;

    /**
     * Starts; does not wait for Kafka.
     *
     * @param client properties for every Kafka client and for the registry
     * @param registries addresses of the schema registries
     * @param partitions partitions of topics that are created
     * @param replication replicas of topics that are created
     * @param nanoTime time by {@link System#nanoTime()}
     */
    public KafkaPublishing(
            PublishParameters parameters,
            Map<String, String> client,
            List<String> registries,
            Topics topics,
            int partitions,
            int replication,
            LongSupplier nanoTime) {
        TopicNames names = new TopicNames(topics);
        SchemaIds schemaIds = new SchemaIds(serdeConfig(client, registries), names);
        Producer<byte[], byte[]> producer = new KafkaProducer<>(ProducerConfigs.of(parameters, client));
        InFlightBytes inFlight = new InFlightBytes(parameters.mostInFlight(), parameters.mostInFlightPerClient());
        publisher = new RecordPublisher(producer, names, schemaIds, inFlight, parameters.deadline(), nanoTime);
        link = new KafkaLink(adminConfig(parameters, client), producer, schemaIds, topics, partitions, replication);
        link.start();
    }

    private static Map<String, Object> adminConfig(PublishParameters parameters, Map<String, String> client) {
        Map<String, Object> config = new HashMap<>(client);
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, parameters.bootstrapServers());
        config.put(AdminClientConfig.CLIENT_ID_CONFIG, "tocsin-gateway-admin");
        return config;
    }

    private static Map<String, Object> serdeConfig(Map<String, String> client, List<String> registries) {
        Map<String, Object> config = new HashMap<>(client);
        config.put(SerdeSettings.REGISTRY_URL, registries);
        return config;
    }

    /** Returns the publisher. */
    public RecordPublisher publisher() {
        return publisher;
    }

    /** Returns whether Kafka answers. */
    public ReadinessCheck readiness() {
        return link;
    }

    @Override
    public void close() {
        link.close();
        publisher.close();
    }
}
