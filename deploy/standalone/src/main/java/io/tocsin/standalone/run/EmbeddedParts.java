package io.tocsin.standalone.run;

import io.tocsin.embedded.EmbeddedKafka;
import io.tocsin.embedded.EmbeddedRegistry;
import io.tocsin.schemas.catalogue.TopicCreator;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.Settings;
import io.tocsin.standalone.StandaloneSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The broker with all topics, and the registry, in this process. Started when made. Closing is thread-safe. */
final class EmbeddedParts implements AutoCloseable {

    private static final Duration TOPIC_TIMEOUT = Duration.ofSeconds(30);

    private final EmbeddedKafka kafka;
    private final EmbeddedRegistry registry;

    private EmbeddedParts(EmbeddedKafka kafka, EmbeddedRegistry registry) {
        this.kafka = kafka;
        this.registry = registry;
    }

    /**
     * Starts them.
     *
     * @param folder where they keep their data
     * @throws IOException when no port is free
     */
    static EmbeddedParts start(DataFolder folder, Settings settings) throws IOException {
        EmbeddedKafka kafka = EmbeddedKafka.builder(folder.of("kafka"))
                .port(Ports.freeOr(settings.get(StandaloneSettings.KAFKA_PORT)))
                .start();
        try {
            createTopics(kafka.bootstrapServers(), settings);
            return new EmbeddedParts(
                    kafka,
                    EmbeddedRegistry.start(
                            kafka.bootstrapServers(), Ports.freeOr(settings.get(StandaloneSettings.REGISTRY_PORT))));
        } catch (IOException | RuntimeException failed) {
            kafka.close();
            throw failed;
        }
    }

    private static void createTopics(String bootstrapServers, Settings settings) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            new TopicCreator(admin, TOPIC_TIMEOUT)
                    .createMissing(
                            new Topics(settings.get(CommonSettings.TOPICS_PREFIX)),
                            settings.get(CommonSettings.TOPICS_PARTITIONS),
                            settings.get(CommonSettings.TOPICS_REPLICATION));
        }
    }

    /** Where the broker is, as {@code host:port}. */
    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** Where the registry is. */
    String registryUrl() {
        return registry.url();
    }

    @Override
    public void close() {
        try {
            registry.close();
        } finally {
            kafka.close();
        }
    }
}
