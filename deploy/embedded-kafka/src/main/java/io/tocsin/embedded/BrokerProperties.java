package io.tocsin.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/** The settings of a broker that is alone and shares its JVM: no replicas, few threads, small buffers. Stateless. */
final class BrokerProperties {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    static final String HOST = "127.0.0.1";

    private BrokerProperties() {}

    /** Returns the settings of the broker with its controller. */
    static Properties of(Path dataDirectory, Ports ports) {
        Properties properties = ofController(dataDirectory, ports);
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("listeners", clientListener(ports) + "," + controllerListener(ports));
        properties.setProperty("advertised.listeners", clientListener(ports));
        properties.setProperty("inter.broker.listener.name", "PLAINTEXT");
        // A misspelt name must not become a topic.
        properties.setProperty("auto.create.topics.enable", "false");
        properties.setProperty("group.initial.rebalance.delay.ms", "0");
        singleReplica(properties);
        smallFootprint(properties);
        return properties;
    }

    /** Returns the settings of the controller without its broker. */
    static Properties ofControllerAlone(Path dataDirectory, Ports ports) {
        Properties properties = ofController(dataDirectory, ports);
        properties.setProperty("process.roles", "controller");
        properties.setProperty("listeners", controllerListener(ports));
        return properties;
    }

    private static Properties ofController(Path dataDirectory, Ports ports) {
        Properties properties = new Properties();
        properties.setProperty("node.id", Integer.toString(NODE_ID));
        properties.setProperty("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + ports.controller());
        properties.setProperty("controller.listener.names", CONTROLLER_LISTENER);
        properties.setProperty("log.dirs", dataDirectory.toString());
        // Both live and pause together, and there is no other broker: to give this one up does nothing but harm.
        properties.setProperty(
                "broker.session.timeout.ms", Long.toString(Duration.ofHours(1).toMillis()));
        return properties;
    }

    private static String clientListener(Ports ports) {
        return "PLAINTEXT://" + HOST + ":" + ports.client();
    }

    private static String controllerListener(Ports ports) {
        return CONTROLLER_LISTENER + "://" + HOST + ":" + ports.controller();
    }

    private static void singleReplica(Properties properties) {
        properties.setProperty("default.replication.factor", "1");
        properties.setProperty("min.insync.replicas", "1");
        properties.setProperty("offsets.topic.replication.factor", "1");
        properties.setProperty("transaction.state.log.replication.factor", "1");
        properties.setProperty("transaction.state.log.min.isr", "1");
        properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
        properties.setProperty("share.coordinator.state.topic.min.isr", "1");
    }

    /** Buffers and partitions of Kafka's defaults are made for many brokers with memory of their own. */
    private static void smallFootprint(Properties properties) {
        properties.setProperty("offsets.topic.num.partitions", "4");
        properties.setProperty("transaction.state.log.num.partitions", "4");
        properties.setProperty("share.coordinator.state.topic.num.partitions", "1");
        properties.setProperty("offsets.load.buffer.size", "1048576");
        properties.setProperty("transaction.state.log.load.buffer.size", "1048576");
        // A transaction that follows another one at once waits for its markers, which take a few milliseconds here.
        properties.setProperty("add.partitions.to.txn.retry.backoff.ms", "2");
        properties.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
        properties.setProperty("log.cleaner.io.buffer.size", "131072");
        properties.setProperty("log.cleaner.threads", "1");
        properties.setProperty("log.segment.bytes", "268435456");
        properties.setProperty("log.index.size.max.bytes", "1048576");
        properties.setProperty("num.network.threads", "2");
        properties.setProperty("num.io.threads", "4");
        properties.setProperty("num.recovery.threads.per.data.dir", "1");
        properties.setProperty("num.replica.fetchers", "1");
        properties.setProperty("background.threads", "2");
    }
}
