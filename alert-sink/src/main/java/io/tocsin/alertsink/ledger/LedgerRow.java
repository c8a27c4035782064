package io.tocsin.alertsink.ledger;

import io.tocsin.schemas.Alert;
import io.tocsin.schemas.DeliveryLedgerEntry;
import io.tocsin.schemas.DeliveryState;
import java.util.List;

/**
 * A line of the ledger as an instance holds it. Immutable; the bytes must not be changed.
 *
 * @param id id of the delivery
 * @param partition partition of the delivery and of its line
 * @param offset where the line lies on the ledger topic
 * @param channel name of the channel
 * @param alerts fingerprints of the alerts that are told
 * @param state how the delivery stands
 * @param updatedAt when it came to stand so: epoch milliseconds
 * @param bytes the line as it is on Kafka; null when it is no longer held
 */
public record LedgerRow(
        String id,
        int partition,
        long offset,
        String channel,
        List<String> alerts,
        DeliveryState state,
        long updatedAt,
        byte[] bytes) {

    static LedgerRow of(DeliveryLedgerEntry entry, int partition, long offset, byte[] bytes) {
        return new LedgerRow(
                entry.getDelivery().getId(),
                partition,
                offset,
                entry.getDelivery().getChannel(),
                entry.getDelivery().getAlerts().stream()
                        .map(Alert::getFingerprint)
                        .toList(),
                entry.getState(),
                entry.getUpdatedAt(),
                bytes);
    }

    /** Returns a row that only says where in the order of rows a page begins. */
    public static LedgerRow place(long updatedAt, String id) {
        return new LedgerRow(id, -1, -1, "", List.of(), DeliveryState.RETRYING, updatedAt, null);
    }

    LedgerRow withoutBytes() {
        return new LedgerRow(id, partition, offset, channel, alerts, state, updatedAt, null);
    }

    boolean isFinished() {
        return state != DeliveryState.RETRYING;
    }
}
