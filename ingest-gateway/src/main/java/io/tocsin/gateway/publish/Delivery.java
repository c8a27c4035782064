package io.tocsin.gateway.publish;

import io.tocsin.gateway.publish.PublishOutcome.Acknowledged;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The records of one request on their way. Kafka's client calls back once per record, the sweeper once when the deadline is
 * over; whichever ends the waiting first, by compare and set, makes the outcome. Thread-safe.
 */
final class Delivery implements Callback {

    private final AtomicReference<DeliveryState> state = new AtomicReference<>(DeliveryState.WAITING);
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final CompletableFuture<PublishOutcome> outcome = new CompletableFuture<>();
    private final AtomicInteger remaining;
    private final Positions positions;
    private final Runnable release;
    private final long deadline;

    /**
     * Starts waiting.
     *
     * @param records number of records, each of which will be called back exactly once
     * @param deadline when waiting ends, by {@link System#nanoTime()}
     * @param release called when the last record was called back, whatever came before
     */
    Delivery(int records, Positions positions, long deadline, Runnable release) {
        this.remaining = new AtomicInteger(records);
        this.positions = positions;
        this.deadline = deadline;
        this.release = release;
    }

    /** Completes with the outcome, never exceptionally. */
    CompletableFuture<PublishOutcome> outcome() {
        return outcome;
    }

    /** Returns whether the outcome is known. */
    boolean isDecided() {
        return state.get() != DeliveryState.WAITING;
    }

    @Override
    public void onCompletion(RecordMetadata metadata, Exception exception) {
        if (exception == null) {
            positions.note(metadata.topic(), metadata.partition(), metadata.offset());
        } else {
            failure.compareAndSet(null, exception);
        }
        if (remaining.decrementAndGet() == 0) {
            release.run();
            finish();
        }
    }

    private void finish() {
        Exception first = failure.get();
        if (first == null) {
            if (state.compareAndSet(DeliveryState.WAITING, DeliveryState.ACKNOWLEDGED)) {
                outcome.complete(new Acknowledged(positions.text()));
            }
        } else if (state.compareAndSet(DeliveryState.WAITING, DeliveryState.FAILED)) {
            outcome.complete(Failures.of(first));
        }
    }

    /**
     * Ends the waiting when the deadline is over.
     *
     * @param now time by {@link System#nanoTime()}
     * @return whether nobody waits any more
     */
    boolean expire(long now) {
        if (now - deadline >= 0 && state.compareAndSet(DeliveryState.WAITING, DeliveryState.TIMED_OUT)) {
            outcome.complete(Failures.deadlineOver());
        }
        return isDecided();
    }
}
