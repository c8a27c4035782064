package io.tocsin.alertsink.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter (M. Brooker, "Exponential Backoff And Jitter"): a delay is evenly distributed
 * between zero and a bound that doubles with each failure up to a cap. Thread-safe when its random generator is.
 */
final class Backoff {

    private static final int MAX_DOUBLINGS = 40;

    private final long initialMillis;
    private final long capMillis;
    private final RandomGenerator random;

    /**
     * Makes the backoff.
     *
     * @param initial bound of the first delay, at least a millisecond
     * @param cap largest bound, not below the initial one
     */
    Backoff(Duration initial, Duration cap, RandomGenerator random) {
        initialMillis = initial.toMillis();
        capMillis = cap.toMillis();
        this.random = random;
        if (initialMillis < 1 || capMillis < initialMillis) {
            throw new IllegalArgumentException("initial " + initial + " and cap " + cap + " make no backoff");
        }
    }

    /**
     * Returns the bound of the delay after a number of failures in a row.
     *
     * @param failures at least 1
     */
    long boundMillis(int failures) {
        int doublings = Math.min(failures - 1, MAX_DOUBLINGS);
        return initialMillis > capMillis >> doublings ? capMillis : initialMillis << doublings;
    }

    /** Returns the delay in milliseconds after a number of failures in a row. */
    long delayMillis(int failures) {
        return random.nextLong(boundMillis(failures) + 1);
    }
}
