package io.tocsin.processor.rules;

import io.tocsin.schemas.RuleVersion;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Changes the topic of rules, one change at a time in the whole cluster. All writers share one transactional id: beginning
 * to write fences whoever began before and has not committed. So what a writer has read after it began is still true when
 * its commit succeeds, and two people who change the same version cannot both be told that they did. Thread-safe.
 */
final class RuleChanges {

    private static final int ATTEMPTS = 5;
    private static final Duration CATCH_UP = Duration.ofSeconds(5);

    private final Supplier<Producer<String, byte[]>> producers;
    private final Serializer<RuleVersion> serializer;
    private final Supplier<Long> lastOffset;
    private final RuleFollower follower;
    private final String topic;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Makes the writer.
     *
     * @param producers makes a producer with the transactional id that all writers share
     * @param lastOffset tells the last offset of the topic, -1 when it is empty
     */
    RuleChanges(
            Supplier<Producer<String, byte[]>> producers,
            Serializer<RuleVersion> serializer,
            Supplier<Long> lastOffset,
            RuleFollower follower,
            String topic) {
        this.producers = producers;
        this.serializer = serializer;
        this.lastOffset = lastOffset;
        this.follower = follower;
        this.topic = topic;
    }

    /** The topic could not be written or read in time; nothing is promised. */
    static final class UnavailableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** What a change writes, and what it answers. */
    record Change<T>(Map<String, RuleVersion> records, T answer) {}

    /** Decides on a change by what the board says; called again when somebody else was faster. */
    @FunctionalInterface
    interface Decision<T> {
        /** Returns the change; one without records writes nothing. */
        Change<T> decide();
    }

    /**
     * Makes a change, acknowledged by all in-sync replicas and applied to the board of this process when it returns.
     *
     * @throws UnavailableException when Kafka is away
     */
    <T> T make(Decision<T> decision) {
        lock.lock();
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    return attempt(decision);
                } catch (ProducerFencedException | InvalidProducerEpochException e) {
                    if (attempt == ATTEMPTS) {
                        throw new UnavailableException("others keep changing the rules", e);
                    }
                } catch (KafkaException e) {
                    throw new UnavailableException("the rule could not be written to Kafka", e);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private <T> T attempt(Decision<T> decision) {
        try (Producer<String, byte[]> producer = producers.get()) {
            producer.initTransactions();
            await(lastOffset.get());
            Change<T> change = decision.decide();
            if (change.records().isEmpty()) {
                return change.answer();
            }
            producer.beginTransaction();
            RecordMetadata last = null;
            for (Map.Entry<String, RuleVersion> record : new LinkedHashMap<>(change.records()).entrySet()) {
                byte[] value = record.getValue() == null ? null : serializer.serialize(topic, record.getValue());
                last = producer.send(new ProducerRecord<>(topic, 0, record.getKey(), value))
                        .get(10, TimeUnit.SECONDS);
            }
            producer.commitTransaction();
            await(last.offset());
            return change.answer();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new UnavailableException("Kafka did not acknowledge the rule in time", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void await(long offset) {
        if (offset >= 0 && !follower.awaitPosition(offset, CATCH_UP)) {
            throw new UnavailableException("the rules could not be read up to the latest one", null);
        }
    }
}
