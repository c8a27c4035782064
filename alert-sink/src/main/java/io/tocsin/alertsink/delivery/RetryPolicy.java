package io.tocsin.alertsink.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Says when a delivery that failed is tried again, and when it is given up. Thread-safe when its random generator is.
 */
public final class RetryPolicy {

    private static final long FLUSH_INITIAL_MILLIS = 500;
    private static final long FLUSH_CAP_MILLIS = 60_000;

    private final Backoff backoff;
    private final RandomGenerator random;
    private final long horizonMillis;
    private final Duration retryAfterMax;

    /**
     * Makes the policy.
     *
     * @param initial bound of the delay after the first failure
     * @param cap largest bound of a delay
     * @param horizon how long after the start of its cycle a delivery is given up
     * @param retryAfterMax longest wait that a receiver may ask for
     */
    public RetryPolicy(
            Duration initial, Duration cap, Duration horizon, Duration retryAfterMax, RandomGenerator random) {
        backoff = new Backoff(initial, cap, random);
        this.random = random;
        horizonMillis = horizon.toMillis();
        this.retryAfterMax = retryAfterMax;
    }

    /**
     * Returns when to try again: after the backoff, not before the receiver allows it, and a last time when the horizon is
     * reached. Empty when it is reached already.
     *
     * @param cycleStartedAt epoch milliseconds
     * @param failures failures in this cycle, at least 1
     * @param now epoch milliseconds
     * @param retryAfter wait that the receiver asked for
     */
    OptionalLong nextAttemptAt(long cycleStartedAt, int failures, long now, Optional<Duration> retryAfter) {
        long deadline = cycleStartedAt + horizonMillis;
        if (now >= deadline) {
            return OptionalLong.empty();
        }
        long wait = Math.max(
                backoff.delayMillis(failures),
                retryAfter.map(asked -> bounded(asked).toMillis()).orElse(0L));
        return OptionalLong.of(Math.min(now + wait, deadline));
    }

    /**
     * Returns when to try again what Alertmanager would flush every so often: after a failure soon, and ever less soon but
     * at least once an interval; after a refusal when the group is flushed next. Empty when the horizon is reached.
     *
     * @param createdAt when the group was flushed: epoch milliseconds
     * @param groupIntervalMillis interval between its flushes
     * @param refused whether the receiver does not want it as it is
     */
    OptionalLong nextAttemptAt(
            long cycleStartedAt,
            int failures,
            long now,
            Optional<Duration> retryAfter,
            long createdAt,
            long groupIntervalMillis,
            boolean refused) {
        long deadline = cycleStartedAt + horizonMillis;
        if (now >= deadline) {
            return OptionalLong.empty();
        }
        if (refused) {
            long flushes = Math.max(0, now - createdAt) / groupIntervalMillis + 1;
            return OptionalLong.of(Math.min(createdAt + flushes * groupIntervalMillis, deadline));
        }
        long asked = retryAfter.map(each -> bounded(each).toMillis()).orElse(0L);
        long wait = Math.max(asked, flushDelayMillis(failures, groupIntervalMillis));
        return OptionalLong.of(Math.min(now + wait, deadline));
    }

    /** Half a second, and half as much again after each failure, within a random half of itself, as Alertmanager waits. */
    private long flushDelayMillis(int failures, long groupIntervalMillis) {
        long cap = Math.min(FLUSH_CAP_MILLIS, Math.max(groupIntervalMillis, 2_000));
        double grown = FLUSH_INITIAL_MILLIS * Math.pow(1.5, Math.min(failures, 50) - 1);
        return (long) Math.min(cap, grown * (0.5 + random.nextDouble()));
    }

    /** Returns the wait that a receiver asked for, but no longer than is allowed. */
    Duration bounded(Duration retryAfter) {
        return retryAfter.compareTo(retryAfterMax) <= 0 ? retryAfter : retryAfterMax;
    }
}
