package io.tocsin.alertsink.delivery;

import io.tocsin.schemas.DeliveryLedgerEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A delivery on its way in a lane. Confined to the lock of its lane. */
final class OpenDelivery {

    /** The one that is due first comes first; among equals the older one. */
    static final Comparator<OpenDelivery> BY_DUE_TIME =
            Comparator.<OpenDelivery>comparingLong(each -> each.dueAt).thenComparingLong(each -> each.number);

    final String id;
    final String key;
    final int partition;
    final long number;

    /** How it stands, as the ledger says or would say. */
    DeliveryLedgerEntry entry;
    /** When it may be tried: epoch milliseconds. */
    long dueAt;
    /** When the receiver allows another try: epoch milliseconds. */
    long notBefore;
    /** Whether the ledger knows it, so that the outbox need not be read again for it. */
    boolean recorded;
    /** Whether another instance carries it on. */
    boolean released;

    private final List<Runnable> whenRecorded = new ArrayList<>();
    /** Completes when the try or write that is under way has ended; complete when there is none. */
    private CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);

    OpenDelivery(DeliveryLedgerEntry entry, int partition, long number) {
        id = entry.getDelivery().getId();
        key = entry.getDelivery().getGroupKey();
        this.entry = entry;
        this.partition = partition;
        this.number = number;
    }

    void whenRecorded(Runnable action) {
        whenRecorded.add(action);
    }

    /** Returns what has to be done now that it is recorded. */
    List<Runnable> markRecorded() {
        recorded = true;
        List<Runnable> actions = List.copyOf(whenRecorded);
        whenRecorded.clear();
        return actions;
    }

    /** A try or a write to the ledger begins. */
    void begin() {
        settled = new CompletableFuture<>();
    }

    /** The try or write has ended. */
    void end() {
        settled.complete(null);
    }

    /** Returns whether a try or a write to the ledger is under way. */
    boolean isBusy() {
        return !settled.isDone();
    }

    /** Returns what completes when the try or write that is under way has ended. */
    CompletableFuture<Void> settled() {
        return settled;
    }
}
