package io.tocsin.alertsink.delivery;

import io.tocsin.schemas.DeliveryLedgerEntry;

/**
 * Counts what a lane does. At rest {@code accepted + resumed = sent + dead + superseded + released + open}. Thread-safe.
 */
public interface LaneMetrics {

    /** A delivery came from the outbox. */
    void accepted();

    /** A delivery came from the ledger: after a restart, a rebalance or a replay. */
    void resumed();

    /** A try ended and is on record. */
    void attempted(DeliveryLedgerEntry after);

    /** A delivery was left to another instance, or found finished by it. */
    void released();

    /** What a delivery tells was taken over by the next one of its group. */
    void superseded();
}
