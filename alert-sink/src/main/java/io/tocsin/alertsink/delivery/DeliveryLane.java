package io.tocsin.alertsink.delivery;

import io.tocsin.alertsink.channel.Channel;
import io.tocsin.alertsink.channel.DeliveryResult;
import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.DeliveryLedgerEntry;
import io.tocsin.schemas.DeliveryState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the deliveries of one channel. Deliveries of a group go in the order in which they came: a later one waits
 * until the earlier one is sent or dead, so a receiver learns of firing before resolved, and of both. Groups do not wait
 * for each other. Tries go one by one unless the receiver is slow; a success is on the ledger before the next try
 * starts, so a crash repeats what was under way and nothing else.
 *
 * <p>Thread-safe. Time passes only through {@link #pump()}, which has to be called now and then.
 */
final class DeliveryLane {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLane.class);

    private final Channel channel;
    private final LaneParameters parameters;
    private final RetryPolicy policy;
    private final Ledger ledger;
    private final Executor executor;
    private final InstantSource clock;
    private final LaneMetrics metrics;

    private final Object lock = new Object();
    private final LaneQueue queue = new LaneQueue();
    private int inFlight;
    private long lastStart;
    private long holdUntil;
    private boolean failing;
    private long recoveredAt;
    private boolean closed;

    /**
     * Makes an empty lane.
     *
     * @param executor runs tries, which block, and what follows them
     */
    DeliveryLane(
            Channel channel,
            LaneParameters parameters,
            RetryPolicy policy,
            Ledger ledger,
            Executor executor,
            InstantSource clock,
            LaneMetrics metrics) {
        this.channel = channel;
        this.parameters = parameters;
        this.policy = policy;
        this.ledger = ledger;
        this.executor = executor;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Returns the name of the channel. */
    String channel() {
        return channel.name();
    }

    /** Returns the number of deliveries on their way. */
    int open() {
        synchronized (lock) {
            return queue.size();
        }
    }

    /** Returns the number of tries under way. */
    int inFlight() {
        synchronized (lock) {
            return inFlight;
        }
    }

    /** Returns whether no more deliveries should be handed in for now. */
    boolean isFull() {
        return open() >= parameters.capacity();
    }

    /**
     * Takes a delivery from the outbox.
     *
     * @param whenRecorded runs once the ledger knows how it stands, so that the outbox need not be read again for it
     */
    void accept(int partition, Delivery delivery, Runnable whenRecorded) {
        long now = clock.millis();
        List<OpenDelivery> toPark = new ArrayList<>();
        synchronized (lock) {
            OpenDelivery known = queue.find(delivery.getId());
            if (known != null) {
                known.released = false;
                if (!known.recorded) {
                    known.whenRecorded(whenRecorded);
                    return;
                }
            } else if (!queue.finishedLately(delivery.getId(), 1)) {
                metrics.accepted();
                OpenDelivery added = queue.add(LedgerEntries.begun(delivery, now), partition, now);
                added.whenRecorded(whenRecorded);
                if (queue.waitsForRetry(added)) {
                    toPark.add(added);
                    added.begin();
                }
                whenRecorded = () -> {};
            }
        }
        whenRecorded.run();
        toPark.forEach(this::park);
        supersede(delivery.getGroupKey());
    }

    /** Takes a delivery that the ledger says to be open; one that is known already is left as it is. */
    void resume(int partition, DeliveryLedgerEntry entry) {
        synchronized (lock) {
            OpenDelivery known = queue.find(entry.getDelivery().getId());
            if (known != null) {
                known.released = false;
                return;
            }
            if (queue.finishedLately(entry.getDelivery().getId(), entry.getCycle())) {
                return;
            }
            metrics.resumed();
            long due = entry.getNextAttemptAt() == null ? clock.millis() : entry.getNextAttemptAt();
            queue.add(entry, partition, due).recorded = true;
        }
    }

    /** Forgets a delivery that another instance finished, unless it is being tried. */
    void finishedElsewhere(String id) {
        List<Runnable> actions = List.of();
        synchronized (lock) {
            OpenDelivery known = queue.find(id);
            if (known != null && !known.isBusy()) {
                queue.finish(known, clock.millis());
                metrics.released();
                actions = known.markRecorded();
            }
        }
        actions.forEach(Runnable::run);
        pump();
    }

    /**
     * Leaves the deliveries of partitions to another instance.
     *
     * @return completes when nothing is under way for them any more
     */
    CompletableFuture<Void> release(Collection<Integer> partitions) {
        List<CompletableFuture<Void>> underWay = new ArrayList<>();
        synchronized (lock) {
            for (OpenDelivery each : queue.of(partitions)) {
                each.released = true;
                if (each.isBusy()) {
                    underWay.add(each.settled());
                } else {
                    queue.remove(each);
                    metrics.released();
                }
            }
        }
        return CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new));
    }

    /** Starts no more tries. */
    void close() {
        synchronized (lock) {
            closed = true;
        }
    }

    /** Starts the tries that are due, as far as the bounds allow. */
    void pump() {
        List<OpenDelivery> started = new ArrayList<>();
        synchronized (lock) {
            long now = clock.millis();
            Optional<OpenDelivery> next = mayStart(now) ? queue.takeDue(now) : Optional.empty();
            while (next.isPresent()) {
                next.get().begin();
                inFlight++;
                lastStart = now;
                started.add(next.get());
                next = mayStart(now) ? queue.takeDue(now) : Optional.empty();
            }
        }
        started.forEach(each -> executor.execute(() -> attempt(each)));
    }

    private boolean mayStart(long now) {
        return !closed
                && now >= holdUntil
                && inFlight < parameters.maxInFlight()
                && (inFlight == 0
                        || now - lastStart >= parameters.overlapAfter().toMillis());
    }

    private void attempt(OpenDelivery delivery) {
        long startedAt = clock.millis();
        DeliveryResult result;
        try {
            result = channel.deliver(delivery.entry.getDelivery());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            abandon(delivery);
            return;
        } catch (RuntimeException broken) {
            LOG.error("Channel {} failed unexpectedly", channel.name(), broken);
            result = DeliveryResult.Failed.because(
                    "unexpected: " + broken.getClass().getSimpleName());
        }
        long now = clock.millis();
        DeliveryLedgerEntry after = LedgerEntries.after(delivery.entry, result, startedAt, now, policy);
        hold(delivery, result, now);
        ledger.record(delivery.partition, after)
                .whenCompleteAsync(
                        (done, closing) -> {
                            if (closing == null) {
                                recorded(delivery, after);
                            } else {
                                abandon(delivery);
                            }
                        },
                        executor);
    }

    /** A wait that the receiver asked for holds for the whole channel, for it is the receiver who is busy. */
    private void hold(OpenDelivery delivery, DeliveryResult result, long now) {
        if (result instanceof DeliveryResult.Failed failed
                && failed.retryAfter().isPresent()) {
            long until = now + policy.bounded(failed.retryAfter().get()).toMillis();
            synchronized (lock) {
                delivery.notBefore = until;
                holdUntil = Math.max(holdUntil, until);
            }
        }
    }

    private void recorded(OpenDelivery delivery, DeliveryLedgerEntry after) {
        metrics.attempted(after);
        List<OpenDelivery> toPark = new ArrayList<>();
        List<Runnable> actions;
        synchronized (lock) {
            long now = clock.millis();
            inFlight--;
            delivery.end();
            delivery.entry = after;
            actions = delivery.markRecorded();
            if (after.getState() != DeliveryState.RETRYING) {
                queue.finish(delivery, now);
            } else if (delivery.released) {
                queue.remove(delivery);
                metrics.released();
            } else {
                queue.reschedule(delivery, after.getNextAttemptAt());
                toPark.addAll(queue.unrecordedBehind(delivery));
                toPark.forEach(OpenDelivery::begin);
            }
            noteHealth(after, now);
        }
        actions.forEach(Runnable::run);
        toPark.forEach(this::park);
        supersede(delivery.key);
        pump();
    }

    /**
     * Merges a delivery that was tried in vain into the next one of its group. The merged one is on the ledger before the
     * other one is off it, so a crash in between repeats what is told and loses nothing.
     */
    private void supersede(String key) {
        LaneQueue.Waiting both;
        DeliveryLedgerEntry merged;
        synchronized (lock) {
            Optional<LaneQueue.Waiting> found = closed ? Optional.empty() : queue.waiting(key);
            Optional<Delivery> delivery = found.flatMap(each -> Superseding.merge(
                    each.head().entry.getDelivery(), each.next().entry.getDelivery()));
            if (delivery.isEmpty()) {
                return;
            }
            both = found.get();
            merged = LedgerEntries.begun(delivery.get(), clock.millis());
            queue.hold(both.head());
            both.head().begin();
            both.next().begin();
        }
        ledger.record(both.next().partition, merged)
                .thenCompose(done -> ledger.record(
                        both.head().partition, LedgerEntries.superseded(both.head().entry, clock.millis())))
                .whenCompleteAsync((done, closing) -> superseded(both, merged, closing == null), executor);
    }

    private void superseded(LaneQueue.Waiting both, DeliveryLedgerEntry merged, boolean recorded) {
        List<Runnable> actions = new ArrayList<>();
        synchronized (lock) {
            both.head().end();
            both.next().end();
            if (recorded) {
                metrics.superseded();
                both.next().entry = merged;
                both.next().dueAt = clock.millis();
                actions.addAll(both.head().markRecorded());
                actions.addAll(both.next().markRecorded());
                queue.finish(both.head(), clock.millis());
                if (both.next().released) {
                    queue.remove(both.next());
                    metrics.released();
                }
            } else {
                queue.offerHead(both.head().key);
            }
        }
        actions.forEach(Runnable::run);
        supersede(both.head().key);
        pump();
    }

    /** When the receiver is back, retries that were put off by its failure need not wait any longer. */
    private void noteHealth(DeliveryLedgerEntry after, long now) {
        if (after.getState() != DeliveryState.SENT) {
            failing = true;
        } else if (failing && now - recoveredAt >= parameters.recoveryInterval().toMillis()) {
            failing = false;
            recoveredAt = now;
            queue.bringForward(now);
        }
    }

    /** Records a delivery that waits behind one that is being retried, so that the outbox can be read on. */
    private void park(OpenDelivery delivery) {
        DeliveryLedgerEntry waiting;
        synchronized (lock) {
            long now = clock.millis();
            waiting = LedgerEntries.waitingUntil(delivery.entry, queue.headDueAt(delivery), now);
        }
        ledger.record(delivery.partition, waiting)
                .whenCompleteAsync((done, closing) -> parked(delivery, closing == null), executor);
    }

    private void parked(OpenDelivery delivery, boolean recorded) {
        List<Runnable> actions = List.of();
        synchronized (lock) {
            delivery.end();
            if (recorded) {
                actions = delivery.markRecorded();
            }
            if (delivery.released) {
                queue.remove(delivery);
                metrics.released();
            } else {
                queue.offerHead(delivery.key);
            }
        }
        actions.forEach(Runnable::run);
        supersede(delivery.key);
        pump();
    }

    /** The lane is closing: what became of the try is unknown, and whoever comes next has to try again. */
    private void abandon(OpenDelivery delivery) {
        synchronized (lock) {
            inFlight--;
            delivery.end();
            queue.remove(delivery);
            metrics.released();
        }
    }
}
