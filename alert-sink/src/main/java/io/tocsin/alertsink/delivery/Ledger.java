package io.tocsin.alertsink.delivery;

import io.tocsin.schemas.DeliveryLedgerEntry;
import java.util.concurrent.CompletionStage;

/** The durable record of deliveries. Thread-safe. */
public interface Ledger {

    /**
     * Records how a delivery stands; when it is dead, among the dead deliveries too.
     *
     * @param partition partition of the delivery, which is also that of its entry
     * @return completes when it is durable; fails only when the ledger was closed before
     */
    CompletionStage<Void> record(int partition, DeliveryLedgerEntry entry);
}
