package io.tocsin.gateway.publish;

import io.tocsin.schemas.catalogue.TopicCreator;
import io.tocsin.schemas.catalogue.TopicMismatchException;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.serde.RegistryUnavailableException;
import io.tocsin.schemas.serde.SchemaRejectedException;
import io.tocsin.service.health.ReadinessCheck;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does off the request path what a request must not wait for: makes sure that the topics are there, learns the schema ids
 * and where the topics lie, and then looks every few seconds whether Kafka answers. Thread-safe.
 */
final class KafkaLink implements ReadinessCheck, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaLink.class);
    private static final Duration ROUND = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration LOCATE_PAUSE = Duration.ofMillis(20);
    private static final int ROUNDS_BETWEEN_LOOKS = 15;

    private final Admin admin;
    private final Producer<byte[], byte[]> producer;
    private final SchemaIds schemaIds;
    private final Topics topics;
    private final int partitions;
    private final int replication;
    private final ScheduledExecutorService rounds;
    private volatile String trouble = "starting";
    private boolean topicsReady;
    private int round;

    KafkaLink(
            Map<String, Object> adminConfig,
            Producer<byte[], byte[]> producer,
            SchemaIds schemaIds,
            Topics topics,
            int partitions,
            int replication) {
        this.admin = Admin.create(adminConfig);
        this.producer = producer;
        this.schemaIds = schemaIds;
        this.topics = topics;
        this.partitions = partitions;
        this.replication = replication;
        rounds = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "gateway-kafka-link");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts; returns at once. */
    void start() {
        rounds.scheduleWithFixedDelay(this::round, 0, ROUND.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void round() {
        boolean settled = trouble.isEmpty();
        if (settled && ++round % ROUNDS_BETWEEN_LOOKS != 0) {
            return;
        }
        String found = look();
        if (!found.equals(trouble)) {
            if (found.isEmpty()) {
                LOG.info("Kafka and the schema registry answer");
            } else {
                LOG.warn("Not ready: {}", found);
            }
        }
        trouble = found;
    }

    /** Returns what stands in the way, empty when nothing does. */
    private String look() {
        try {
            if (!topicsReady) {
                new TopicCreator(admin, TIMEOUT).createMissing(topics, partitions, replication);
                topicsReady = true;
            } else {
                admin.describeCluster().nodes().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            }
            if (schemaIds.known().isEmpty()) {
                schemaIds.learn();
            }
            locate(topics.events.name());
            locate(topics.logs.name());
            return "";
        } catch (TopicMismatchException | SchemaRejectedException e) {
            return e.getMessage();
        } catch (RegistryUnavailableException e) {
            return "the schema registry does not answer";
        } catch (KafkaException | ExecutionException | java.util.concurrent.TimeoutException e) {
            LOG.debug("Kafka does not answer", e);
            return "Kafka does not answer";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "stopping";
        } catch (RuntimeException e) {
            // A round that throws would be the last one.
            LOG.error("Cannot connect to Kafka and the schema registry", e);
            return "defect: " + e.getClass().getSimpleName();
        }
    }

    /** Makes the producer, which must not wait itself, learn where a topic lies. */
    private void locate(String topic) throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try {
                producer.partitionsFor(topic);
                return;
            } catch (TimeoutException notYet) {
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
                TimeUnit.MILLISECONDS.sleep(LOCATE_PAUSE.toMillis());
            }
        }
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public boolean ready() {
        return trouble.isEmpty();
    }

    @Override
    public String detail() {
        return ready() ? "Kafka acknowledges" : trouble;
    }

    @Override
    public void close() {
        rounds.shutdownNow();
        admin.close(Duration.ofSeconds(1));
    }
}
