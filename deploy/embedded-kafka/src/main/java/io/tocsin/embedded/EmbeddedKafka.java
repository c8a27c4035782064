package io.tocsin.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka broker with its controller in this JVM, on the loopback interface. What it holds lies in its data directory
 * and survives a stop, a restart and a killed process. It can be stopped and started again on the same ports, which is
 * how a test takes Kafka away for a while. Thread-safe.
 *
 * <p>Loggers {@code kafka}, {@code org.apache.kafka} and {@code state.change.logger} talk a lot at level INFO; with
 * Logback {@code <include resource="io/tocsin/embedded/quiet-logback.xml"/>} keeps them to warnings.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final int BIND_ATTEMPTS = 5;
    private static final String FORMAT_MARK = "meta.properties";

    private final Path dataDirectory;
    private final Map<String, String> overrides;
    private int port;
    private int controllerPort;
    private DirectoryLock lock;
    private KafkaRaftServer server;

    private EmbeddedKafka(Builder builder) {
        this.dataDirectory = builder.dataDirectory;
        this.overrides = Map.copyOf(builder.overrides);
        this.port = builder.port;
        this.controllerPort = builder.controllerPort;
    }

    /** Begins to describe a broker with its data in a directory, which is made when it is missing. */
    public static Builder builder(Path dataDirectory) {
        return new Builder(dataDirectory);
    }

    /**
     * Starts the broker and waits until it serves, one to three seconds. Does nothing when it runs.
     *
     * @return this
     * @throws EmbeddedKafkaException when it does not start, for example because a port or the directory is in use
     */
    public synchronized EmbeddedKafka start() {
        if (server != null) {
            return this;
        }
        try {
            Files.createDirectories(dataDirectory);
            lock = DirectoryLock.of(dataDirectory);
            startOnFreePorts();
        } catch (Exception failed) {
            releaseDirectory();
            throw failed instanceof EmbeddedKafkaException known
                    ? known
                    : new EmbeddedKafkaException("Kafka did not start with " + dataDirectory, failed);
        }
        LOG.info("Kafka serves at {}", bootstrapServers());
        return this;
    }

    /** Stops the broker in good order and keeps its data and ports. Does nothing when it does not run. */
    public synchronized void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
            releaseDirectory();
            LOG.info("Kafka at {} has stopped", bootstrapServers());
        }
    }

    /** Stops the broker; the data stay. */
    @Override
    public void close() {
        stop();
    }

    /** Returns where clients connect, as {@code host:port}. With port 0 it is known after the first start. */
    public synchronized String bootstrapServers() {
        return BrokerProperties.HOST + ":" + port;
    }

    private void startOnFreePorts() throws Exception {
        boolean isNew = !Files.exists(dataDirectory.resolve(FORMAT_MARK));
        boolean killed = !isNew && KilledPredecessor.diedIn(dataDirectory);
        if (isNew) {
            format();
        }
        for (int attempt = 1; server == null; attempt++) {
            Ports ports = Ports.claim(port, controllerPort);
            try {
                if (killed) {
                    KilledPredecessor.unregister(dataDirectory, ports);
                    killed = false;
                }
                server = startServer(ports);
                port = ports.client();
                controllerPort = ports.controller();
            } catch (RuntimeException failed) {
                if (!ports.chosen() || !Ports.wereTaken(failed) || attempt == BIND_ATTEMPTS) {
                    throw failed;
                }
                LOG.info("{} were taken meanwhile, trying others", ports);
            }
        }
    }

    private KafkaRaftServer startServer(Ports ports) {
        Properties properties = BrokerProperties.of(dataDirectory, ports);
        properties.putAll(overrides);
        KafkaRaftServer started = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        try {
            started.startup();
            return started;
        } catch (RuntimeException failed) {
            started.shutdown();
            started.awaitShutdown();
            throw failed;
        }
    }

    private void format() throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(BrokerProperties.NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(dataDirectory.toString())
                .setMetadataLogDirectory(dataDirectory.toString())
                .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                .run();
    }

    private void releaseDirectory() {
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    /** Describes a broker. Not thread-safe. */
    public static final class Builder {

        private final Path dataDirectory;
        private final Map<String, String> overrides = new LinkedHashMap<>();
        private int port;
        private int controllerPort;

        private Builder(Path dataDirectory) {
            this.dataDirectory = dataDirectory.toAbsolutePath();
        }

        /** Sets the port for clients; 0, the default, takes a free one and keeps it for the life of the object. */
        public Builder port(int clientPort) {
            port = clientPort;
            return this;
        }

        /** Sets the port that the broker speaks to its own controller on; 0, the default, takes a free one. */
        public Builder controllerPort(int ownPort) {
            controllerPort = ownPort;
            return this;
        }

        /** Sets a broker setting by Kafka's name, over those that suit a single machine. */
        public Builder setting(String name, String value) {
            overrides.put(name, value);
            return this;
        }

        /** Returns the broker, not started. */
        public EmbeddedKafka build() {
            return new EmbeddedKafka(this);
        }

        /** Returns the broker, started. */
        public EmbeddedKafka start() {
            return build().start();
        }
    }
}
