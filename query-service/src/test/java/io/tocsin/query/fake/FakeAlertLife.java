package io.tocsin.query.fake;

import io.tocsin.query.view.View;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertAction;
import io.tocsin.schemas.AlertCommand;
import io.tocsin.schemas.AlertState;
import java.util.Map;

/** What a processor does with commands about alerts, as far as these tests need it. */
final class FakeAlertLife {

    private FakeAlertLife() {}

    static void apply(FakeCluster cluster, AlertCommand order) {
        if (order.getAction() == AlertAction.TEST) {
            cluster.put(Samples.alert(order.getFingerprint(), AlertState.FIRING)
                    .setEnvironment(order.getEnvironment())
                    .setSource(order.getSource())
                    .setSeverity(order.getSeverity())
                    .setTitle(order.getTitle())
                    .setDescription(order.getDescription() == null ? "A test." : order.getDescription())
                    .setLabels(Map.of("alertname", order.getTitle(), "test", "true"))
                    .setTest(true)
                    .build());
            return;
        }
        Alert before = cluster.read(View.ALERTS, order.getFingerprint());
        Alert.Builder after = Alert.newBuilder(before);
        switch (order.getAction()) {
            case ACKNOWLEDGE ->
                after.setState(AlertState.ACKNOWLEDGED)
                        .setAcknowledgedAt(Samples.T0 + 1_000)
                        .setAcknowledgedBy(order.getActor())
                        .setAcknowledgedUntil(order.getUntil())
                        .setAcknowledgeComment(order.getComment());
            case UNACKNOWLEDGE ->
                after.setState(AlertState.FIRING).setAcknowledgedAt(null).setAcknowledgedBy(null);
            case ASSIGN -> after.setAssignee(order.getAssignee());
            case SNOOZE -> after.setSnoozedUntil(order.getUntil()).setSnoozedBy(order.getActor());
            case UNSNOOZE -> after.setSnoozedUntil(null).setSnoozedBy(null);
            case COMMENT -> after.setTransitions(before.getTransitions() + 1);
            default -> after.setState(AlertState.RESOLVED).setResolvedAt(Samples.T0 + 2_000);
        }
        cluster.put(after.build());
    }
}
