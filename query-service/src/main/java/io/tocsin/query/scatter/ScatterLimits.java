package io.tocsin.query.scatter;

import java.time.Duration;

/**
 * How long and how often the scatter-gather tries. Immutable.
 *
 * @param tryTimeout time for one request to one instance
 * @param deadline time for the whole question
 * @param patience how long a partition may have been without a candidate so that waiting for one makes sense
 * @param maxStandbyLag greatest lag in records with which a standby is asked and believed
 * @param maxInFlight questions at the same time at most
 */
public record ScatterLimits(
        Duration tryTimeout, Duration deadline, Duration patience, long maxStandbyLag, int maxInFlight) {}
