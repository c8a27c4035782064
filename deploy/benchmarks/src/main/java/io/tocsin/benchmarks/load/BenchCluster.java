package io.tocsin.benchmarks.load;

import io.tocsin.embedded.EmbeddedKafka;
import io.tocsin.embedded.EmbeddedRegistry;
import io.tocsin.schemas.catalogue.TopicCreator;
import io.tocsin.schemas.catalogue.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A broker and a registry in this JVM for services in JVMs of their own. Not thread-safe. */
public final class BenchCluster implements AutoCloseable {

    /** Partitions of every measured topic: what a standalone Tocsin has. */
    public static final int PARTITIONS = 4;

    private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(20);

    private final EmbeddedKafka kafka;
    private final EmbeddedRegistry registry;
    private final Admin admin;

    /** Starts both on free ports. */
    public BenchCluster(Path folder) {
        kafka = EmbeddedKafka.builder(folder.resolve("kafka")).start();
        registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0);
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    /** Returns the bootstrap servers. */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** Returns the URL of the registry. */
    public String registryUrl() {
        return registry.url();
    }

    /** Returns a client of the broker, closed with the cluster. */
    public Admin admin() {
        return admin;
    }

    /** Creates the topics of a catalogue. */
    public void create(Topics topics) {
        new TopicCreator(admin, ADMIN_TIMEOUT).createMissing(topics, PARTITIONS, 1);
    }

    /** Returns the arguments that point a service at this cluster. */
    public List<String> arguments(Topics topics, Path data) {
        return List.of(
                "--kafka", bootstrapServers(),
                "--set", "registry.url=" + registryUrl(),
                "--set", "topics.prefix=" + topics.prefix(),
                "--set", "topics.partitions=" + PARTITIONS,
                "--set", "data-dir=" + data,
                "--set", "http.compat-ports=");
    }

    @Override
    public void close() {
        admin.close(ADMIN_TIMEOUT);
        registry.close();
        kafka.close();
    }
}
