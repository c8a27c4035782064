package io.tocsin.alertsink.delivery;

import io.tocsin.alertsink.ledger.KafkaLedger;
import io.tocsin.alertsink.ledger.LedgerFollower;
import io.tocsin.alertsink.ledger.LedgerListener;
import io.tocsin.alertsink.ledger.LedgerRow;
import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.DeliveryLedgerEntry;
import io.tocsin.schemas.DeliveryState;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.deadletter.PoisonException;
import io.tocsin.schemas.serde.RegistryUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer's life as a member of the group of a channel: partitions come and go, each is served only once the ledger
 * has been read up to where it ended when the partition came, and an offset is committed only when the ledger knows of
 * everything before it. Confined to the thread of its worker, except where the ledger's follower calls.
 */
final class OutboxSession implements AutoCloseable, ConsumerRebalanceListener, LedgerListener {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxSession.class);
    private static final Duration EXPIRY_INTERVAL = Duration.ofMinutes(10);
    private static final int EXPIRED_AT_ONCE = 5_000;

    private final Consumer<byte[], byte[]> consumer;
    private final String outbox;
    private final String ledgerTopic;
    private final DeliveryLane lane;
    private final OutboxReader reader;
    private final KafkaLedger ledger;
    private final LedgerFollower follower;
    private final WorkerParameters parameters;
    private final InstantSource clock;

    /** Partitions that are not served yet, with the end of the ledger that has to be reached first. */
    private final Map<Integer, Long> arriving = new HashMap<>();
    /** Partitions that are served. The follower's thread reads it. */
    private final Set<Integer> served = ConcurrentHashMap.newKeySet();

    private final Map<Integer, OffsetTracker> offsets = new HashMap<>();
    private final Map<Integer, Long> committed = new HashMap<>();
    private long committedAt;
    private long expiredAt;
    private boolean full;
    private boolean joined;

    OutboxSession(
            Consumer<byte[], byte[]> consumer,
            Topics topics,
            DeliveryLane lane,
            OutboxReader reader,
            KafkaLedger ledger,
            LedgerFollower follower,
            WorkerParameters parameters,
            InstantSource clock) {
        this.consumer = consumer;
        outbox = topics.deliveries.name();
        ledgerTopic = topics.deliveryLedger.name();
        this.lane = lane;
        this.reader = reader;
        this.ledger = ledger;
        this.follower = follower;
        this.parameters = parameters;
        this.clock = clock;
        expiredAt = clock.millis();
        follower.addListener(this);
        consumer.subscribe(List.of(outbox), this);
    }

    /** Reads what there is, hands it on, and commits what is done. */
    void step() {
        Map<TopicPartition, Long> rewind = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(parameters.pollTimeout())) {
            TopicPartition from = new TopicPartition(record.topic(), record.partition());
            if (!rewind.containsKey(from) && !take(record)) {
                rewind.put(from, record.offset());
            }
        }
        rewind.forEach(consumer::seek);
        serveArrivals();
        lane.pump();
        limitIntake();
        commitNowAndThen();
        expireNowAndThen();
    }

    /** Returns whether its group has given it what it is to serve, and it serves all of it. */
    boolean isSettled() {
        return joined && arriving.isEmpty();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        joined = true;
        consumer.pause(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions.stream()
                .map(each -> new TopicPartition(ledgerTopic, each.partition()))
                .toList());
        ends.forEach((each, end) -> arriving.put(each.partition(), end));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        letGo(partitions, true);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        letGo(partitions, false);
    }

    @Override
    public void replayAsked(int partition, DeliveryLedgerEntry entry, Optional<LedgerRow> before) {
        if (!served.contains(partition) || !entry.getDelivery().getChannel().equals(lane.channel())) {
            return;
        }
        if (before.isPresent() && before.get().state() == DeliveryState.SENT) {
            ledger.record(partition, LedgerEntries.sentAfterAll(entry, clock.millis()));
        } else {
            lane.resume(partition, entry);
        }
    }

    @Override
    public void finishedElsewhere(LedgerRow row) {
        if (row.channel().equals(lane.channel())) {
            lane.finishedElsewhere(row.id());
        }
    }

    @Override
    public void close() {
        follower.removeListener(this);
        letGo(consumer.assignment(), true);
    }

    /** Returns false when the record has to be read again later. */
    private boolean take(ConsumerRecord<byte[], byte[]> record) {
        OffsetTracker tracker = offsets.computeIfAbsent(record.partition(), partition -> new OffsetTracker());
        Optional<Delivery> delivery;
        try {
            delivery = reader.read(record);
        } catch (RegistryUnavailableException unavailable) {
            LOG.warn("Channel {} waits for the schema registry: {}", lane.channel(), unavailable.getMessage());
            return false;
        } catch (PoisonException poison) {
            tracker.read(record.offset());
            LOG.warn("A record of the outbox goes to the dead letters: {}", poison.getMessage());
            ledger.deadLetter(record, poison).thenRun(() -> tracker.done(record.offset()));
            return true;
        }
        tracker.read(record.offset());
        if (delivery.isEmpty() || follower.index().isFinished(delivery.get().getId())) {
            tracker.done(record.offset());
        } else {
            lane.accept(record.partition(), delivery.get(), () -> tracker.done(record.offset()));
        }
        return true;
    }

    private void serveArrivals() {
        List<Integer> ready = arriving.entrySet().stream()
                .filter(each -> follower.hasReached(each.getKey(), each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        for (int partition : ready) {
            arriving.remove(partition);
            served.add(partition);
            follower.openEntries(lane.channel(), partition).stream()
                    .sorted(Comparator.comparingLong((DeliveryLedgerEntry each) ->
                                    each.getDelivery().getCreatedAt())
                            .thenComparingLong(each -> each.getDelivery().getSequence()))
                    .forEach(each -> lane.resume(partition, each));
            if (!full) {
                consumer.resume(List.of(new TopicPartition(outbox, partition)));
            }
        }
    }

    private void limitIntake() {
        boolean wasFull = full;
        full = lane.isFull();
        if (full != wasFull) {
            List<TopicPartition> all = served.stream()
                    .map(each -> new TopicPartition(outbox, each))
                    .toList();
            if (full) {
                consumer.pause(all);
            } else {
                consumer.resume(all);
            }
        }
    }

    private void commitNowAndThen() {
        long now = clock.millis();
        if (now - committedAt >= parameters.commitInterval().toMillis()) {
            committedAt = now;
            Map<TopicPartition, OffsetAndMetadata> done = committable(served);
            if (!done.isEmpty()) {
                done.forEach((each, offset) -> committed.put(each.partition(), offset.offset()));
                consumer.commitAsync(done, (attempted, failed) -> {
                    if (failed != null) {
                        LOG.debug("Channel {} commits again later", lane.channel(), failed);
                        attempted.keySet().forEach(each -> committed.remove(each.partition()));
                    }
                });
            }
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committable(Collection<Integer> partitions) {
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        for (int partition : partitions) {
            OffsetTracker tracker = offsets.get(partition);
            long offset = tracker == null ? -1 : tracker.committable();
            if (offset >= 0 && offset != committed.getOrDefault(partition, -1L)) {
                done.put(new TopicPartition(outbox, partition), new OffsetAndMetadata(offset));
            }
        }
        return done;
    }

    /** Waits for the tries under way, so that the next owner finds how they ended. */
    private void letGo(Collection<TopicPartition> given, boolean commit) {
        Set<Integer> partitions =
                given.stream().map(TopicPartition::partition).collect(java.util.stream.Collectors.toSet());
        arriving.keySet().removeAll(partitions);
        served.removeAll(partitions);
        try {
            lane.release(partitions).get(parameters.drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            LOG.warn(
                    "Channel {} gives partitions away although the receiver has not answered yet; it may hear the same delivery again",
                    lane.channel());
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (commit) {
            commitAtOnce(partitions);
        }
        offsets.keySet().removeAll(partitions);
        committed.keySet().removeAll(partitions);
    }

    private void commitAtOnce(Set<Integer> partitions) {
        Map<TopicPartition, OffsetAndMetadata> done = committable(partitions);
        if (!done.isEmpty()) {
            try {
                consumer.commitSync(done, parameters.drainTimeout());
            } catch (KafkaException failed) {
                // What is committed too little is read again, and the ledger knows that it is done.
                LOG.info(
                        "Channel {} could not commit before it gave partitions away: {}",
                        lane.channel(),
                        failed.toString());
            }
        }
    }

    /** The worker of the first channel removes what lies on the ledger for too long, in the partitions that it owns. */
    private void expireNowAndThen() {
        long now = clock.millis();
        if (!reader.isFirst() || now - expiredAt < EXPIRY_INTERVAL.toMillis()) {
            return;
        }
        expiredAt = now;
        long before = now - parameters.ledgerRetention().toMillis();
        for (int partition : served) {
            follower.index()
                    .finishedBefore(partition, before, EXPIRED_AT_ONCE)
                    .forEach(row -> ledger.forget(partition, row.id()));
        }
    }
}
