package io.tocsin.embedded;

import io.tocsin.embedded.registry.RegistryServer;
import java.io.IOException;
import org.apache.kafka.common.KafkaException;

/**
 * A schema registry in this JVM that speaks Confluent's REST API, on the loopback interface. It holds Avro schemas in
 * the compacted topic {@code _schemas}, so ids survive a restart; a second registry on the same Kafka shuts out the
 * first one's writes. Reads go on while Kafka is away, writes fail with Confluent's error 50001. Thread-safe.
 */
public final class EmbeddedRegistry implements AutoCloseable {

    private final RegistryServer server;

    private EmbeddedRegistry(RegistryServer server) {
        this.server = server;
    }

    /**
     * Starts a registry.
     *
     * @param bootstrapServers where Kafka is, as {@code host:port}
     * @param port port to serve on, 0 for a free one
     * @throws EmbeddedKafkaException when the port is in use or Kafka does not answer in time
     */
    public static EmbeddedRegistry start(String bootstrapServers, int port) {
        try {
            return new EmbeddedRegistry(new RegistryServer(bootstrapServers, BrokerProperties.HOST, port));
        } catch (IOException | KafkaException failed) {
            throw new EmbeddedKafkaException("the schema registry did not start on port " + port, failed);
        }
    }

    /** Returns the base URL for clients. */
    public String url() {
        return "http://" + BrokerProperties.HOST + ":" + server.port();
    }

    /** Stops the registry; what it held stays in Kafka. */
    @Override
    public void close() {
        server.close();
    }
}
