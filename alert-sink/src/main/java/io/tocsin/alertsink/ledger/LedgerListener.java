package io.tocsin.alertsink.ledger;

import io.tocsin.schemas.DeliveryLedgerEntry;
import java.util.Optional;

/** Hears of what others wrote to the ledger, in the order of the ledger. Must not block. */
public interface LedgerListener {

    /**
     * Somebody asked for a new cycle of tries.
     *
     * @param before how the delivery stood before, if it was known
     */
    void replayAsked(int partition, DeliveryLedgerEntry entry, Optional<LedgerRow> before);

    /** Another instance finished a delivery. */
    void finishedElsewhere(LedgerRow row);
}
