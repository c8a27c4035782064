package io.tocsin.alertsink.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads single lines of the ledger from Kafka, for deliveries that are no longer held in full; compaction keeps the
 * offset of what it keeps. One reader at a time, with a consumer that is made when it is first needed. Thread-safe.
 */
final class LedgerArchive implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int POLLS = 4;

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final String topic;
    private Consumer<byte[], byte[]> consumer;

    LedgerArchive(Supplier<Consumer<byte[], byte[]>> consumers, String topic) {
        this.consumers = consumers;
        this.topic = topic;
    }

    /**
     * Reads a line; blocks for 2 s at most.
     *
     * @return its value; empty when it was replaced meanwhile or Kafka did not answer in time
     */
    synchronized Optional<byte[]> read(int partition, long offset) {
        if (consumer == null) {
            consumer = consumers.get();
        }
        TopicPartition from = new TopicPartition(topic, partition);
        consumer.assign(List.of(from));
        consumer.seek(from, offset);
        for (int poll = 0; poll < POLLS; poll++) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                return record.offset() == offset ? Optional.ofNullable(record.value()) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    @Override
    public synchronized void close() {
        if (consumer != null) {
            consumer.close();
            consumer = null;
        }
    }
}
