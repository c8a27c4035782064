package io.tocsin.gateway.publish;

import io.tocsin.gateway.avro.WireFormat;
import io.tocsin.gateway.decode.OutgoingRecord;
import io.tocsin.gateway.publish.PublishOutcome.Acknowledged;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Sends the records of a request to Kafka. Never blocks: the producer must be configured not to ({@link ProducerConfigs}).
 * Thread-safe.
 */
public final class RecordPublisher implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final TopicNames topics;
    private final SchemaIds schemaIds;
    private final InFlightBytes inFlight;
    private final DeadlineSweeper sweeper;
    private final long deadlineNanos;
    private final LongSupplier nanoTime;

    RecordPublisher(
            Producer<byte[], byte[]> producer,
            TopicNames topics,
            SchemaIds schemaIds,
            InFlightBytes inFlight,
            Duration deadline,
            LongSupplier nanoTime) {
        this.producer = producer;
        this.topics = topics;
        this.schemaIds = schemaIds;
        this.inFlight = inFlight;
        this.deadlineNanos = deadline.toNanos();
        this.nanoTime = nanoTime;
        this.sweeper = new DeadlineSweeper(nanoTime);
    }

    /**
     * Sends records.
     *
     * @param client whose they are, for the bound by client
     * @return completes with what became of them, never exceptionally, within the deadline; on a thread of Kafka's client or of
     *     the deadlines
     */
    public CompletionStage<PublishOutcome> publish(List<OutgoingRecord> records, String client) {
        if (records.isEmpty()) {
            return CompletableFuture.completedFuture(new Acknowledged(""));
        }
        Optional<SchemaIds.Known> ids = schemaIds.known();
        if (ids.isEmpty()) {
            return CompletableFuture.completedFuture(Failures.noSchemas());
        }
        long bytes = bytesOf(records);
        return switch (inFlight.take(client, bytes)) {
            case FULL -> CompletableFuture.completedFuture(Failures.overloaded());
            case CLIENT_FULL -> CompletableFuture.completedFuture(Failures.throttled());
            case TAKEN -> send(records, ids.get(), () -> inFlight.release(client, bytes));
        };
    }

    private CompletionStage<PublishOutcome> send(List<OutgoingRecord> records, SchemaIds.Known ids, Runnable release) {
        long deadline = nanoTime.getAsLong() + deadlineNanos;
        Delivery delivery = new Delivery(records.size(), new Positions(topics), deadline, release);
        for (OutgoingRecord record : records) {
            send(record, ids, delivery);
        }
        if (!delivery.isDecided()) {
            sweeper.watch(delivery);
        }
        return delivery.outcome();
    }

    private void send(OutgoingRecord record, SchemaIds.Known ids, Delivery delivery) {
        WireFormat.stamp(record.value(), ids.of(record.stream()));
        try {
            producer.send(new ProducerRecord<>(topics.of(record.stream()), record.key(), record.value()), delivery);
        } catch (KafkaException | IllegalStateException e) {
            // What the client throws at once takes the same way as what it reports later.
            delivery.onCompletion(null, e);
        }
    }

    private static long bytesOf(List<OutgoingRecord> records) {
        long bytes = 0;
        for (OutgoingRecord record : records) {
            bytes += record.key().length + record.value().length;
        }
        return bytes;
    }

    /** Returns the bytes that wait for an acknowledgement now. */
    public long bytesInFlight() {
        return inFlight.total();
    }

    /** Sends what waits, for up to the deadline, and ends. */
    @Override
    public void close() {
        producer.close(Duration.ofNanos(deadlineNanos));
        sweeper.close();
    }
}
