package io.tocsin.alertsink.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alertsink.Examples;
import io.tocsin.alertsink.engine.HeldAlert;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.AlertTransition;
import org.junit.jupiter.api.Test;

final class OwnAlertsTest {

    @Test
    void whoAcknowledgedAnAlertIsSaidWithItUntilItIsTakenBack() {
        AlertTransition firing = Examples.transition("f", 1, 1, AlertState.FIRING);
        AlertTransition acknowledged = AlertTransition.newBuilder(firing)
                .setAlert(Alert.newBuilder(firing.getAlert())
                        .setAcknowledgedAt(1L)
                        .setAcknowledgedBy("ann")
                        .build())
                .build();
        assertThat(OwnAlerts.posted(firing, "http://t").orElseThrow().annotations())
                .doesNotContainKey(HeldAlert.ACKNOWLEDGED_BY);
        assertThat(OwnAlerts.posted(acknowledged, "http://t").orElseThrow().annotations())
                .containsEntry(HeldAlert.ACKNOWLEDGED_BY, "ann");
    }
}
