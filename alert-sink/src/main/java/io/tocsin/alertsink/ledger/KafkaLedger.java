package io.tocsin.alertsink.ledger;

import io.tocsin.alertsink.delivery.Ledger;
import io.tocsin.schemas.DeliveryLedgerEntry;
import io.tocsin.schemas.DeliveryState;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.deadletter.DeadLetterHeaders;
import io.tocsin.schemas.deadletter.PoisonException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the ledger, the dead deliveries and the dead letters of the delivery workers. Writes are tried until they are
 * durable: without them the workers must not go on, and while Kafka or the registry is away there is nothing to go on
 * with. Thread-safe.
 */
public final class KafkaLedger implements Ledger, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaLedger.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final Serializer<DeliveryLedgerEntry> serializer;
    private final String ledgerTopic;
    private final String deadTopic;
    private final String deadLetterTopic;
    private final String writer;
    private final ScheduledExecutorService retries;
    private volatile boolean closed;

    /**
     * Makes the ledger.
     *
     * @param producer idempotent, acknowledged by all replicas; closed with the ledger
     * @param writer run of this process
     * @param retries runs writes that follow others or have to be tried again; the caller's
     */
    public KafkaLedger(
            Producer<byte[], byte[]> producer,
            Serializer<DeliveryLedgerEntry> serializer,
            Topics topics,
            String writer,
            ScheduledExecutorService retries) {
        this.producer = producer;
        this.serializer = serializer;
        ledgerTopic = topics.deliveryLedger.name();
        deadTopic = topics.deliveriesDead.name();
        deadLetterTopic = topics.deadLetters.name();
        this.writer = writer;
        this.retries = retries;
    }

    @Override
    public CompletionStage<Void> record(int partition, DeliveryLedgerEntry entry) {
        if (entry.getState() == DeliveryState.DEAD) {
            // Not on the producer's own thread, which must never wait for what only it can fetch.
            return durably(() -> entryRecord(deadTopic, partition, entry))
                    .thenComposeAsync(buried -> durably(() -> entryRecord(ledgerTopic, partition, entry)), retries);
        }
        return durably(() -> entryRecord(ledgerTopic, partition, entry));
    }

    /** Asks whoever owns the partition to begin a new cycle of tries. */
    public CompletionStage<Void> replay(int partition, DeliveryLedgerEntry entry) {
        return durably(() -> {
            ProducerRecord<byte[], byte[]> record = entryRecord(ledgerTopic, partition, entry);
            LedgerHeaders.add(record.headers(), LedgerHeaders.REPLAY, writer);
            return record;
        });
    }

    /** Writes the entry of a finished delivery, and nothing among the dead ones. */
    public CompletionStage<Void> note(int partition, DeliveryLedgerEntry entry) {
        return durably(() -> entryRecord(ledgerTopic, partition, entry));
    }

    /** Removes a finished delivery. */
    public CompletionStage<Void> forget(int partition, String id) {
        return durably(() -> new ProducerRecord<>(ledgerTopic, partition, key(id), null));
    }

    /** Puts a record of the outbox that cannot be read among the dead letters. */
    public CompletionStage<Void> deadLetter(ConsumerRecord<byte[], byte[]> poison, PoisonException why) {
        return durably(() -> new ProducerRecord<>(
                deadLetterTopic,
                null,
                null,
                poison.key(),
                poison.value(),
                DeadLetterHeaders.of(
                        poison.headers(),
                        poison.topic(),
                        poison.partition(),
                        poison.offset(),
                        poison.timestamp(),
                        why)));
    }

    @Override
    public void close() {
        closed = true;
        producer.close(CLOSE_TIMEOUT);
    }

    private ProducerRecord<byte[], byte[]> entryRecord(String topic, int partition, DeliveryLedgerEntry entry) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic, partition, key(entry.getDelivery().getId()), serializer.serialize(topic, entry));
        LedgerHeaders.add(record.headers(), LedgerHeaders.WRITER, writer);
        return record;
    }

    private static byte[] key(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }

    private CompletionStage<Void> durably(Supplier<ProducerRecord<byte[], byte[]>> record) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        write(record, done);
        return done;
    }

    private void write(Supplier<ProducerRecord<byte[], byte[]>> record, CompletableFuture<Void> done) {
        try {
            producer.send(record.get(), (at, failed) -> {
                if (failed == null) {
                    done.complete(null);
                } else {
                    writeAgain(record, done, failed);
                }
            });
        } catch (KafkaException | IllegalStateException failed) {
            writeAgain(record, done, failed);
        }
    }

    private void writeAgain(
            Supplier<ProducerRecord<byte[], byte[]>> record, CompletableFuture<Void> done, Exception failed) {
        if (closed) {
            done.completeExceptionally(new LedgerClosedException(failed));
            return;
        }
        LOG.warn("The ledger could not be written and is tried again: {}", failed.toString());
        retries.schedule(() -> write(record, done), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
