package io.tocsin.alertsink.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Says when a delivery that failed is tried again, and when it is given up. Thread-safe when its random generator is.
 */
public final class RetryPolicy {

    private final Backoff backoff;
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

    /** Returns the wait that a receiver asked for, but no longer than is allowed. */
    Duration bounded(Duration retryAfter) {
        return retryAfter.compareTo(retryAfterMax) <= 0 ? retryAfter : retryAfterMax;
    }
}
