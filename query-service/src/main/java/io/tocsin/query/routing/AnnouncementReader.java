package io.tocsin.query.routing;

import io.tocsin.schemas.InstanceAnnouncement;
import io.tocsin.schemas.serde.RegistryUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the announcements of instances from their topic, from its beginning, on a thread of its own, and keeps the
 * directory and the number of partitions up to date. A broker or registry that is away is waited for; a record that is no
 * announcement is skipped with a warning.
 */
public final class AnnouncementReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AnnouncementReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long PAUSE_MILLIS = 500;

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Deserializer<InstanceAnnouncement> deserializer;
    private final String announcements;
    private final String partitionedTopic;
    private final InstanceDirectory directory;
    private final InventoryPoller poller;
    private final InstantSource clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile Consumer<String, byte[]> consumer;

    /**
     * Makes a reader.
     *
     * @param consumers makes a consumer of the announcements; called again after a failure
     * @param deserializer of the announcements
     * @param announcements topic of the announcements, one partition
     * @param partitionedTopic an input topic of the processors, whose number of partitions is that of the views
     * @param directory where announcements are noted
     * @param poller what to tell of new instances and of the number of partitions
     * @param clock clock of the directory
     */
    public AnnouncementReader(
            Supplier<Consumer<String, byte[]>> consumers,
            Deserializer<InstanceAnnouncement> deserializer,
            String announcements,
            String partitionedTopic,
            InstanceDirectory directory,
            InventoryPoller poller,
            InstantSource clock) {
        this.consumers = consumers;
        this.deserializer = deserializer;
        this.announcements = announcements;
        this.partitionedTopic = partitionedTopic;
        this.directory = directory;
        this.poller = poller;
        this.clock = clock;
        this.thread = new Thread(this::run, "tocsin-query-instances");
        thread.setDaemon(true);
    }

    /** Starts reading. */
    public void start() {
        thread.start();
    }

    /** Stops reading; waits for the thread to end, at most 5 s. */
    @Override
    public void close() {
        stopped.countDown();
        Consumer<String, byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        try {
            thread.join(5_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (stopped.getCount() > 0) {
            try (Consumer<String, byte[]> made = consumers.get()) {
                consumer = made;
                follow(made);
            } catch (WakeupException | InterruptException woken) {
                LOG.debug("stopped reading {}", announcements);
            } catch (KafkaException failed) {
                LOG.warn("reading {} failed and begins again: {}", announcements, failed.toString());
                pause();
            } finally {
                consumer = null;
            }
        }
    }

    private void follow(Consumer<String, byte[]> reading) {
        while (stopped.getCount() > 0 && !learnPartitions(reading)) {
            pause();
        }
        TopicPartition only = new TopicPartition(announcements, 0);
        reading.assign(List.of(only));
        reading.seekToBeginning(List.of(only));
        while (stopped.getCount() > 0) {
            boolean news = false;
            for (ConsumerRecord<String, byte[]> record : reading.poll(POLL)) {
                news |= note(record);
            }
            if (news) {
                poller.refresh();
            }
        }
    }

    private boolean learnPartitions(Consumer<String, byte[]> reading) {
        try {
            List<PartitionInfo> partitions = reading.partitionsFor(partitionedTopic, Duration.ofSeconds(2));
            if (partitions == null || partitions.isEmpty()) {
                LOG.info("waiting for topic {}", partitionedTopic);
                return false;
            }
            poller.partitions(partitions.size());
            return true;
        } catch (RetriableException away) {
            LOG.warn("waiting for Kafka: {}", away.getMessage());
            return false;
        }
    }

    private boolean note(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return directory.left(record.key());
        }
        try {
            InstanceAnnouncement announced = deserializer.deserialize(announcements, record.value());
            return directory.heard(new Instance(announced.getInstance(), announced.getAddress()), clock.millis());
        } catch (RegistryUnavailableException registryAway) {
            throw registryAway;
        } catch (RuntimeException unreadable) {
            LOG.warn("skipped record {} of {}: {}", record.offset(), announcements, unreadable.toString());
            return false;
        }
    }

    private void pause() {
        try {
            boolean stop = stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            LOG.debug(stop ? "stopping" : "trying again");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stopped.countDown();
        }
    }
}
