package io.tocsin.alertsink.dispatch;

import io.tocsin.schemas.catalogue.Topics;
import java.time.Duration;

/**
 * What the dispatch topology needs to know. Immutable.
 *
 * @param alertInputs topic of the alert engine's inputs
 * @param deliveries topic of the deliveries
 * @param deadLetters topic of what cannot be read
 * @param commitInterval shortest time between two commits
 * @param maxDeliveryBytes largest delivery that Kafka takes
 */
public record DispatchParameters(
        String alertInputs, String deliveries, String deadLetters, Duration commitInterval, int maxDeliveryBytes) {

    /** The topics take 8 MiB; this leaves room for what the ledger adds. */
    private static final int DEFAULT_MAX_DELIVERY_BYTES = 4_000_000;

    /** Returns the parameters for the topics of a catalogue. */
    public static DispatchParameters of(Topics topics, Duration commitInterval) {
        return new DispatchParameters(
                topics.alertInputs.name(),
                topics.deliveries.name(),
                topics.deadLetters.name(),
                commitInterval,
                DEFAULT_MAX_DELIVERY_BYTES);
    }
}
