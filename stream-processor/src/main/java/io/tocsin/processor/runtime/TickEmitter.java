package io.tocsin.processor.runtime;

import io.tocsin.processor.topology.TaskRegister;
import io.tocsin.schemas.Tick;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a beat of time every second for each partition that this instance folds, so that time moves on where nothing
 * else arrives. What counts is the time that the broker gives the record. Thread-safe.
 */
final class TickEmitter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TickEmitter.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Producer<byte[], byte[]> producer;
    private final Serializer<Tick> serializer;
    private final String topic;
    private final String instance;
    private final TaskRegister register;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;

    TickEmitter(
            Producer<byte[], byte[]> producer,
            Serializer<Tick> serializer,
            String topic,
            String instance,
            TaskRegister register,
            InstantSource clock) {
        this.producer = producer;
        this.serializer = serializer;
        this.topic = topic;
        this.instance = instance;
        this.register = register;
        this.clock = clock;
        this.timer = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("ticks"));
    }

    void start() {
        timer.scheduleAtFixedRate(this::emit, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void emit() {
        try {
            for (int partition : register.active().keySet()) {
                byte[] tick = serializer.serialize(topic, new Tick(partition, clock.millis(), instance));
                producer.send(new ProducerRecord<>(topic, partition, null, tick), (metadata, failure) -> {
                    if (failure != null) {
                        LOG.warn("A tick for partition {} was not written: {}", partition, failure.getMessage());
                    }
                });
            }
        } catch (RuntimeException e) {
            // An exception would end the schedule; the next second may do better.
            LOG.warn("Ticks were not written: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
