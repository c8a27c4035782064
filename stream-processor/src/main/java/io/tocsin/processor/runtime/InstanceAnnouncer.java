package io.tocsin.processor.runtime;

import io.tocsin.schemas.InstanceAnnouncement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every few seconds where this instance can be asked, and at a clean stop that it cannot any more. Thread-safe. */
final class InstanceAnnouncer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceAnnouncer.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final Serializer<InstanceAnnouncement> serializer;
    private final String topic;
    private final String instance;
    private final String address;
    private final InstantSource clock;
    private final long startedAt;
    private final ScheduledExecutorService timer;

    InstanceAnnouncer(
            Producer<byte[], byte[]> producer,
            Serializer<InstanceAnnouncement> serializer,
            String topic,
            String instance,
            String address,
            InstantSource clock) {
        this.producer = producer;
        this.serializer = serializer;
        this.topic = topic;
        this.instance = instance;
        this.address = address;
        this.clock = clock;
        this.startedAt = clock.millis();
        this.timer = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("announcer"));
    }

    void start() {
        timer.scheduleAtFixedRate(this::announce, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void announce() {
        try {
            send(serializer.serialize(topic, new InstanceAnnouncement(instance, address, startedAt, clock.millis())));
        } catch (RuntimeException e) {
            // An exception would end the schedule; the next announcement may do better.
            LOG.warn("The instance was not announced: {}", e.getMessage());
        }
    }

    private void send(byte[] value) {
        producer.send(
                new ProducerRecord<>(topic, instance.getBytes(StandardCharsets.UTF_8), value), (metadata, failure) -> {
                    if (failure != null) {
                        LOG.warn("An announcement was not written: {}", failure.getMessage());
                    }
                });
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            send(null);
        } catch (KafkaException e) {
            LOG.warn("The end of the instance was not announced: {}", e.getMessage());
        }
    }
}
