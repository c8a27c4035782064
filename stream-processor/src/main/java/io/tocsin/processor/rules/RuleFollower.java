package io.tocsin.processor.rules;

import io.tocsin.schemas.RuleVersion;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic of rules from its beginning and keeps the boards in line with it, in a thread of its own. A record that
 * cannot be read is reported and passed over: one bad rule must not keep the others from changing. Thread-safe.
 */
final class RuleFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RuleFollower.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long RETRY_MS = 500;

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Deserializer<RuleVersion> deserializer;
    private final TopicPartition topic;
    private final RuleBoard board;
    private final CorrelationBoard correlations;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile boolean closed;
    private boolean complete;

    /**
     * Makes a follower.
     *
     * @param consumers makes a consumer that reads committed records only
     */
    RuleFollower(
            Supplier<Consumer<String, byte[]>> consumers,
            Deserializer<RuleVersion> deserializer,
            String topic,
            RuleBoard board,
            CorrelationBoard correlations) {
        this.consumers = consumers;
        this.deserializer = deserializer;
        this.topic = new TopicPartition(topic, 0);
        this.board = board;
        this.correlations = correlations;
        thread = new Thread(this::run, "tocsin-rules");
        thread.setDaemon(true);
    }

    /**
     * Starts, and waits until everything that is in the topic now has been read.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException when that takes too long
     */
    void start(Duration timeout) {
        thread.start();
        if (!await(() -> complete, timeout)) {
            throw new org.apache.kafka.common.errors.TimeoutException("the rules could not be read within " + timeout);
        }
    }

    /** Waits until the topic has been read up to an offset; returns whether it was. */
    boolean awaitPosition(long offset, Duration timeout) {
        return await(() -> board.position() >= offset, timeout);
    }

    private boolean await(BooleanSupplier reached, Duration timeout) {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (!reached.getAsBoolean()) {
                if (left <= 0 || closed) {
                    return false;
                }
                left = moved.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try (Consumer<String, byte[]> consumer = consumers.get()) {
                follow(consumer);
            } catch (InterruptException | WakeupException e) {
                Thread.interrupted();
            } catch (RuntimeException e) {
                LOG.warn("The rules cannot be read now, trying again: {}", e.getMessage());
                pause();
            }
        }
    }

    private void follow(Consumer<String, byte[]> consumer) {
        consumer.assign(List.of(topic));
        long next = board.position() + 1;
        if (next <= 0) {
            consumer.seekToBeginning(List.of(topic));
        } else {
            consumer.seek(topic, next);
        }
        while (!closed) {
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            records.forEach(this::take);
            if (!records.isEmpty()) {
                board.publish();
                correlations.publish();
            }
            // Markers of transactions take offsets, too: what counts is how far the consumer is.
            long reached = consumer.position(topic);
            board.readTo(reached - 1);
            signal(reached >= consumer.endOffsets(List.of(topic)).get(topic));
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        RuleVersion value = null;
        try {
            value = record.value() == null ? null : deserializer.deserialize(record.topic(), record.value());
        } catch (RuntimeException e) {
            LOG.error("The rule {} at offset {} cannot be read", record.key(), record.offset(), e);
            return;
        }
        if (record.key() == null) {
            return;
        }
        if (record.key().startsWith(CorrelationBoard.PREFIX)) {
            correlations.take(record.key(), value);
        } else {
            board.take(record.key(), value, record.offset());
        }
    }

    private void signal(boolean atEnd) {
        lock.lock();
        try {
            complete |= atEnd;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        try {
            Thread.sleep(RETRY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
