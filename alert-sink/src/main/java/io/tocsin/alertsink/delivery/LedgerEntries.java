package io.tocsin.alertsink.delivery;

import io.tocsin.alertsink.channel.DeliveryResult;
import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.DeliveryAttempt;
import io.tocsin.schemas.DeliveryLedgerEntry;
import io.tocsin.schemas.DeliveryState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes the successive ledger entries of a delivery. Pure; stateless. */
public final class LedgerEntries {

    /** Number of tries that an entry remembers. */
    static final int MAX_ATTEMPTS = 20;

    private LedgerEntries() {}

    /** Returns the entry of a delivery that was not tried yet. */
    static DeliveryLedgerEntry begun(Delivery delivery, long now) {
        return DeliveryLedgerEntry.newBuilder()
                .setDelivery(delivery)
                .setState(DeliveryState.RETRYING)
                .setAttempts(List.of())
                .setAttemptCount(0)
                .setCycle(1)
                .setCycleStartedAt(now)
                .setNextAttemptAt(now)
                .setUpdatedAt(now)
                .build();
    }

    /** Returns the entry of a delivery that waits for another one of its key. */
    static DeliveryLedgerEntry waitingUntil(DeliveryLedgerEntry entry, long at, long now) {
        return DeliveryLedgerEntry.newBuilder(entry)
                .setNextAttemptAt(at)
                .setUpdatedAt(now)
                .build();
    }

    /** Returns the entry of a delivery whose content another one carries now. */
    static DeliveryLedgerEntry superseded(DeliveryLedgerEntry entry, long now) {
        return DeliveryLedgerEntry.newBuilder(entry)
                .setState(DeliveryState.SUPERSEDED)
                .setNextAttemptAt(null)
                .setUpdatedAt(now)
                .build();
    }

    /** Returns the entry with which a new cycle of tries begins; it remembers the tries before. */
    public static DeliveryLedgerEntry replayed(DeliveryLedgerEntry dead, long now) {
        return DeliveryLedgerEntry.newBuilder(dead)
                .setState(DeliveryState.RETRYING)
                .setAttemptCount(0)
                .setCycle(dead.getCycle() + 1)
                .setCycleStartedAt(now)
                .setNextAttemptAt(now)
                .setUpdatedAt(now)
                .build();
    }

    /** Returns the entry of a delivery that was asked to be replayed although it had been sent meanwhile. */
    static DeliveryLedgerEntry sentAfterAll(DeliveryLedgerEntry replayed, long now) {
        return DeliveryLedgerEntry.newBuilder(replayed)
                .setState(DeliveryState.SENT)
                .setNextAttemptAt(null)
                .setUpdatedAt(now)
                .build();
    }

    /**
     * Returns the entry after a try.
     *
     * @param startedAt clock at the start of the try: epoch milliseconds
     * @param now clock at its end: epoch milliseconds
     */
    static DeliveryLedgerEntry after(
            DeliveryLedgerEntry before, DeliveryResult result, long startedAt, long now, RetryPolicy policy) {
        int count = before.getAttemptCount() + 1;
        OptionalLong next = OptionalLong.empty();
        Optional<String> error = Optional.empty();
        DeliveryState state = DeliveryState.SENT;
        if (result instanceof DeliveryResult.Failed failed) {
            error = Optional.of(failed.error());
            next = next(before, count, now, failed.retryAfter(), false, policy);
            state = next.isPresent() ? DeliveryState.RETRYING : DeliveryState.DEAD;
        } else if (result instanceof DeliveryResult.Refused refused) {
            error = Optional.of(refused.error());
            next = before.getDelivery().getGroupIntervalMs() > 0
                    ? next(before, count, now, Optional.empty(), true, policy)
                    : OptionalLong.empty();
            state = next.isPresent() ? DeliveryState.RETRYING : DeliveryState.DEAD;
        }
        DeliveryAttempt attempt = DeliveryAttempt.newBuilder()
                .setAt(startedAt)
                .setDurationMs(Math.max(0, now - startedAt))
                .setHttpStatus(
                        result.httpStatus().isPresent()
                                ? Integer.valueOf(result.httpStatus().getAsInt())
                                : null)
                .setError(error.orElse(null))
                .build();
        return DeliveryLedgerEntry.newBuilder(before)
                .setState(state)
                .setAttempts(latest(before.getAttempts(), attempt))
                .setAttemptCount(count)
                .setNextAttemptAt(next.isPresent() ? Long.valueOf(next.getAsLong()) : null)
                .setUpdatedAt(now)
                .build();
    }

    private static OptionalLong next(
            DeliveryLedgerEntry before,
            int count,
            long now,
            Optional<java.time.Duration> retryAfter,
            boolean refused,
            RetryPolicy policy) {
        Delivery delivery = before.getDelivery();
        return delivery.getGroupIntervalMs() > 0
                ? policy.nextAttemptAt(
                        before.getCycleStartedAt(),
                        count,
                        now,
                        retryAfter,
                        delivery.getCreatedAt(),
                        delivery.getGroupIntervalMs(),
                        refused)
                : policy.nextAttemptAt(before.getCycleStartedAt(), count, now, retryAfter);
    }

    private static List<DeliveryAttempt> latest(List<DeliveryAttempt> before, DeliveryAttempt attempt) {
        List<DeliveryAttempt> attempts = new ArrayList<>(before);
        attempts.add(attempt);
        return attempts.size() <= MAX_ATTEMPTS
                ? attempts
                : attempts.subList(attempts.size() - MAX_ATTEMPTS, attempts.size());
    }
}
