package io.tocsin.alertsink.dispatch;

import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.Delivery;
import java.util.List;

/** Makes the delivery that tells a destination of a transition. Pure; stateless. */
final class Intents {

    private Intents() {}

    /**
     * Makes the delivery.
     *
     * @param sequence number of the notification of the group, from 1
     */
    static Delivery of(
            AlertTransition transition, Destination destination, NotifyDecision.Verdict verdict, long sequence) {
        Alert alert = transition.getAlert();
        return Delivery.newBuilder()
                .setId(DeliveryIds.of(transition, destination.channel()).toString())
                .setChannel(destination.channel())
                .setGroupKey(destination.groupKey())
                .setSequence(sequence)
                .setCreatedAt(transition.getAt())
                .setStatus(verdict.status())
                .setReason(verdict.reason())
                .setAlerts(List.of(alert))
                .setGroupLabels(destination.groupLabels())
                .setCommonLabels(alert.getLabels())
                .setCommonAnnotations(alert.getAnnotations())
                .build();
    }
}
