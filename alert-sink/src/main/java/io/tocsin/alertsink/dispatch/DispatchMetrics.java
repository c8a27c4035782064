package io.tocsin.alertsink.dispatch;

/**
 * Counts what happens to transitions. For each that was read: {@code read = deadLettered + taken}. For each taken one
 * and each of its destinations exactly one of repeated, recorded and intended. Thread-safe.
 */
public interface DispatchMetrics {

    /** A record was taken from the topic. */
    void read();

    /** It was poison and went to the dead letters. */
    void deadLettered();

    /** All destinations knew the transition already. */
    void repeated();

    /** A destination's log moved on without telling it. */
    void recorded();

    /** A destination is told: a delivery was made. */
    void intended();
}
