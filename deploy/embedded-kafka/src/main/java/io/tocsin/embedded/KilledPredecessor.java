package io.tocsin.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears up after a broker that was killed. For the controller a killed broker still has a session and still leads its
 * partitions. Left like that, the next broker would be refused until the session ends, and would meanwhile, believing
 * in its old leadership, resume prepared transactions; when the session then ends, Kafka 4.3 takes the partitions
 * without a leader for deleted ones and completes the transactions without their markers, which blocks every
 * {@code read_committed} reader of those partitions for good. So the controller is started alone first and told that
 * the broker is gone. Stateless.
 */
final class KilledPredecessor {

    private static final Logger LOG = LoggerFactory.getLogger(KilledPredecessor.class);
    private static final String CLEAN_SHUTDOWN_MARK = ".kafka_cleanshutdown";
    private static final int TIMEOUT_MS = 30_000;

    private KilledPredecessor() {}

    /** Returns whether the last broker of a formatted directory did not stop in good order. */
    static boolean diedIn(Path dataDirectory) {
        return !Files.exists(dataDirectory.resolve(CLEAN_SHUTDOWN_MARK));
    }

    /** Takes the killed broker out of the cluster's metadata; its partitions stay its own and wait for its successor. */
    static void unregister(Path dataDirectory, Ports ports) throws Exception {
        LOG.info("Kafka in {} was not stopped in good order, recovering", dataDirectory);
        KafkaRaftServer controller = new KafkaRaftServer(
                new KafkaConfig(BrokerProperties.ofControllerAlone(dataDirectory, ports), false), Time.SYSTEM);
        try {
            controller.startup();
            try (Admin admin = Admin.create(Map.of(
                    "bootstrap.controllers",
                    BrokerProperties.HOST + ":" + ports.controller(),
                    "default.api.timeout.ms",
                    TIMEOUT_MS))) {
                unregister(admin);
            }
        } finally {
            controller.shutdown();
            controller.awaitShutdown();
        }
    }

    private static void unregister(Admin admin) throws Exception {
        try {
            admin.unregisterBroker(BrokerProperties.NODE_ID).all().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof BrokerIdNotRegisteredException)) {
                throw failed;
            }
            LOG.debug("The broker was killed before it joined, or an earlier recovery was", failed);
        }
    }
}
