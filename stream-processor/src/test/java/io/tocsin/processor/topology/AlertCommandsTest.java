package io.tocsin.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertAction;
import io.tocsin.schemas.AlertCommand;
import io.tocsin.schemas.AlertSeverity;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.AlertTransition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlertCommandsTest {

    private final ProcessorRig rig = new ProcessorRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void anAlertIsAcknowledgedAndResolvedByPeople() {
        rig.metric("orders", "response_time", 20_000);
        String fingerprint = transitions().get(0).getAlert().getFingerprint();

        rig.send(command("c1", fingerprint, AlertAction.ACKNOWLEDGE))
                .send(command("c1", fingerprint, AlertAction.ACKNOWLEDGE));
        List<AlertTransition> acknowledged = transitions();
        assertThat(acknowledged).hasSize(1);
        assertThat(acknowledged.get(0).getTo()).isEqualTo(AlertState.ACKNOWLEDGED);
        assertThat(acknowledged.get(0).getActor()).isEqualTo("ops");
        assertThat(acknowledged.get(0).getAlert().getAcknowledgedBy()).isEqualTo("ops");

        rig.send(command("c2", fingerprint, AlertAction.RESOLVE));
        assertThat(transitions()).singleElement().satisfies(step -> assertThat(step.getTo())
                .isEqualTo(AlertState.RESOLVED));
        assertThat(rig.read(rig.topics.alerts, Alert.class)).last().satisfies(alert -> assertThat(alert.getState())
                .isEqualTo(AlertState.RESOLVED));
    }

    @Test
    void aTestAlertFiresWithoutASourceAndEndsByItself() {
        rig.send(command("c1", "00000000000000aa", AlertAction.TEST));

        assertThat(transitions()).last().satisfies(step -> {
            assertThat(step.getTo()).isEqualTo(AlertState.FIRING);
            assertThat(step.getAlert().getTest()).isTrue();
            assertThat(step.getAlert().getFingerprint()).isEqualTo("00000000000000aa");
        });
        rig.tickFor(Duration.ofMinutes(6));
        assertThat(transitions()).last().satisfies(step -> assertThat(step.getTo())
                .isEqualTo(AlertState.RESOLVED));
    }

    @Test
    void aCommandAboutNothingChangesNothing() {
        rig.send(command("c1", "00000000000000bb", AlertAction.RESOLVE));

        assertThat(transitions()).isEmpty();
        assertThat(rig.raw(rig.topics.deadLetters)).isEmpty();
    }

    private List<AlertTransition> transitions() {
        return rig.read(rig.topics.alertTransitions, AlertTransition.class);
    }

    private AlertCommand command(String id, String fingerprint, AlertAction action) {
        return new AlertCommand(
                id,
                fingerprint,
                "default",
                "production",
                "orders",
                action,
                "ops",
                "because",
                rig.now(),
                AlertSeverity.CRITICAL,
                "A test",
                "It is only a test",
                null,
                Map.of(),
                null,
                null,
                null,
                null);
    }
}
