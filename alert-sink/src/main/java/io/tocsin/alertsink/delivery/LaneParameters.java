package io.tocsin.alertsink.delivery;

import java.time.Duration;

/**
 * Bounds of a lane. Immutable.
 *
 * @param capacity number of open deliveries from which on no more are taken
 * @param maxInFlight tries that may be under way at once, at least 1
 * @param overlapAfter how long the latest try must be under way before another one may start beside it. As long as the
 *     receiver answers sooner, tries go one by one, and a crash can repeat one delivery only
 * @param recoveryInterval how often at most a success brings the waiting retries forward
 */
public record LaneParameters(int capacity, int maxInFlight, Duration overlapAfter, Duration recoveryInterval) {

    public LaneParameters {
        if (capacity < 1 || maxInFlight < 1) {
            throw new IllegalArgumentException("capacity " + capacity + ", in flight " + maxInFlight);
        }
    }
}
