package io.tocsin.alertsink.ledger;

import io.tocsin.schemas.DeliveryLedgerEntry;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.serde.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the whole ledger from its beginning and then follows it, on a thread of its own, into a {@link LedgerIndex}.
 * Every instance follows all partitions: to answer for all deliveries, and to know at once what is open in a partition
 * that it is given. After a failure it goes on where it was.
 */
public final class LedgerFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerFollower.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Deserializer<DeliveryLedgerEntry> deserializer;
    private final String topic;
    private final String writer;
    private final LedgerIndex index;
    private final List<LedgerListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<Integer, Long> positions = new ConcurrentHashMap<>();
    private final AtomicLong unreadable = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean complete;
    private volatile Consumer<byte[], byte[]> current;

    /**
     * Makes a follower.
     *
     * @param consumers makes consumers without a group
     * @param writer run of this process, whose own records no listener hears of
     */
    public LedgerFollower(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Deserializer<DeliveryLedgerEntry> deserializer,
            Topics topics,
            String writer,
            LedgerIndex index) {
        this.consumers = consumers;
        this.deserializer = deserializer;
        topic = topics.deliveryLedger.name();
        this.writer = writer;
        this.index = index;
        thread = new Thread(this::run, "tocsin-ledger");
        thread.setDaemon(true);
    }

    /** Adds a listener; it hears of what is read from now on. */
    public void addListener(LedgerListener listener) {
        listeners.add(listener);
    }

    /** Removes a listener. */
    public void removeListener(LedgerListener listener) {
        listeners.remove(listener);
    }

    /** Returns the open deliveries of a channel in a partition. */
    public List<DeliveryLedgerEntry> openEntries(String channel, int partition) {
        return index.open(channel, partition).stream()
                .map(row -> deserializer.deserialize(topic, row.bytes()))
                .toList();
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** Returns whether all that was on the ledger at the start has been read. */
    public boolean isComplete() {
        return complete;
    }

    /** Returns whether everything before an offset of a partition has been read. */
    public boolean hasReached(int partition, long offset) {
        return positions.getOrDefault(partition, 0L) >= offset;
    }

    /** Returns the number of lines that could not be read. */
    public long unreadable() {
        return unreadable.get();
    }

    /** Returns the index that is kept. */
    public LedgerIndex index() {
        return index;
    }

    @Override
    public void close() {
        closing.countDown();
        Consumer<byte[], byte[]> open = current;
        if (open != null) {
            open.wakeup();
        }
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void run() {
        while (!isClosing()) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                current = consumer;
                follow(consumer);
            } catch (WakeupException | InterruptException stopped) {
                if (!isClosing()) {
                    LOG.warn("Following the ledger was interrupted", stopped);
                }
            } catch (KafkaException failed) {
                LOG.warn("The ledger cannot be read and is tried again: {}", failed.toString());
                pause();
            } finally {
                current = null;
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(each -> new TopicPartition(topic, each.partition()))
                .toList();
        consumer.assign(partitions);
        for (TopicPartition each : partitions) {
            Long position = positions.get(each.partition());
            if (position == null) {
                consumer.seekToBeginning(List.of(each));
            } else {
                consumer.seek(each, position);
            }
        }
        Map<TopicPartition, Long> goal = new HashMap<>(consumer.endOffsets(partitions));
        while (!isClosing()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record);
            }
            for (TopicPartition each : partitions) {
                positions.put(each.partition(), consumer.position(each));
            }
            goal.entrySet().removeIf(each -> hasReached(each.getKey().partition(), each.getValue()));
            complete |= goal.isEmpty();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            unreadable.incrementAndGet();
            return;
        }
        if (record.value() == null) {
            index.remove(new String(record.key(), StandardCharsets.UTF_8));
            return;
        }
        Optional<DeliveryLedgerEntry> entry = decode(record);
        if (entry.isEmpty()) {
            return;
        }
        LedgerRow row = LedgerRow.of(entry.get(), record.partition(), record.offset(), record.value());
        Optional<LedgerRow> before = index.put(row);
        if (LedgerHeaders.text(record.headers(), LedgerHeaders.REPLAY).isPresent()) {
            listeners.forEach(each -> each.replayAsked(record.partition(), entry.get(), before));
        } else if (row.isFinished()
                && !LedgerHeaders.text(record.headers(), LedgerHeaders.WRITER).equals(Optional.of(writer))) {
            listeners.forEach(each -> each.finishedElsewhere(row));
        }
    }

    /** Reads a line; while the registry does not answer nothing is known about it, so it waits. */
    private Optional<DeliveryLedgerEntry> decode(ConsumerRecord<byte[], byte[]> record) {
        while (true) {
            try {
                return Optional.of(deserializer.deserialize(topic, record.value()));
            } catch (RegistryUnavailableException unavailable) {
                LOG.warn("Waiting for the schema registry: {}", unavailable.getMessage());
                pause();
                if (isClosing()) {
                    throw new WakeupException();
                }
            } catch (SerializationException malformed) {
                unreadable.incrementAndGet();
                LOG.error(
                        "Line {} of ledger partition {} cannot be read",
                        record.offset(),
                        record.partition(),
                        malformed);
                return Optional.empty();
            }
        }
    }

    private void pause() {
        try {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
