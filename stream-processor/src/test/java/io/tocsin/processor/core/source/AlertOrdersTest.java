package io.tocsin.processor.core.source;

import static io.tocsin.processor.core.model.AlertPhase.ACKNOWLEDGED;
import static io.tocsin.processor.core.model.AlertPhase.FIRING;
import static io.tocsin.processor.core.model.AlertPhase.RECOVERING;
import static io.tocsin.processor.core.model.AlertPhase.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.AlertOrder.Kind;
import io.tocsin.processor.core.model.AlertStepKind;
import io.tocsin.processor.core.model.AlertView;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertOrdersTest {

    private static final long NEVER = AlertView.NEVER;

    private final FoldRig rig = new FoldRig().metric("response_time", 6000);
    private final String id = rig.lastAlert().alert().fingerprint();

    private boolean order(String order, Kind kind, String comment, long until, String assignee) {
        return rig.order(order, kind, id, comment, until, assignee);
    }

    private AlertView alert() {
        return rig.lastAlert().alert();
    }

    private List<AlertStepKind> kinds() {
        return rig.alerts.stream().map(AlertChange::kind).toList();
    }

    @Test
    void anAcknowledgementEndsAtItsTimeAndTheAlertFiresAgain() {
        assertThat(order("o1", Kind.ACKNOWLEDGE, "on it", rig.now + 60_000, null))
                .isTrue();
        assertThat(alert().phase()).isEqualTo(ACKNOWLEDGED);
        assertThat(alert().acknowledgedUntil()).isEqualTo(rig.now + 60_000);
        assertThat(alert().acknowledgeComment()).isEqualTo("on it");
        keepBreaching(59);
        assertThat(alert().phase()).isEqualTo(ACKNOWLEDGED);
        keepBreaching(1);
        assertThat(alert().phase()).isEqualTo(FIRING);
        assertThat(alert().acknowledgedBy()).isNull();
        assertThat(rig.lastAlert().kind()).isEqualTo(AlertStepKind.ACKNOWLEDGEMENT_ENDED);
        assertThat(rig.lastAlert().actor()).isEqualTo(AlertChange.TIME);
        assertThat(alert().episode()).isEqualTo(1);
    }

    @Test
    void anAcknowledgementCanBeRenewedButTheSameOneIsNoStep() {
        order("o1", Kind.ACKNOWLEDGE, "on it", rig.now + 60_000, null);
        assertThat(order("o2", Kind.ACKNOWLEDGE, "on it", rig.now + 60_000, null))
                .isFalse();
        assertThat(order("o3", Kind.ACKNOWLEDGE, "longer", rig.now + 600_000, null))
                .isTrue();
        assertThat(rig.lastAlert().from()).isEqualTo(ACKNOWLEDGED);
        assertThat(rig.lastAlert().to()).isEqualTo(ACKNOWLEDGED);
        keepBreaching(120);
        assertThat(alert().phase()).isEqualTo(ACKNOWLEDGED);
        assertThat(rig.alerts).hasSize(3);
    }

    @Test
    void anAcknowledgementThatEndsWhileTheAlertRecoversIsARemark() {
        order("o1", Kind.ACKNOWLEDGE, null, rig.now + 10_000, null);
        rig.pass(1000).metric("response_time", 100).tick(15_000);
        assertThat(alert().phase()).isEqualTo(RECOVERING);
        assertThat(rig.lastAlert().kind()).isEqualTo(AlertStepKind.ACKNOWLEDGEMENT_ENDED);
        rig.metric("response_time", 7000);
        assertThat(alert().phase()).isEqualTo(FIRING);
    }

    @Test
    void anOrderWhoseTimeIsOverWhenItComesDoesNothing() {
        assertThat(order("o1", Kind.ACKNOWLEDGE, null, rig.now, null)).isFalse();
        assertThat(order("o2", Kind.SNOOZE, null, rig.now - 1, null)).isFalse();
        assertThat(order("o3", Kind.SNOOZE, null, NEVER, null)).isFalse();
        assertThat(rig.alerts).hasSize(1);
    }

    @Test
    void anAlertIsAssignedAndTakenAway() {
        assertThat(order("o1", Kind.ASSIGN, "your turn", NEVER, "grace")).isTrue();
        assertThat(alert().assignee()).isEqualTo("grace");
        assertThat(rig.lastAlert().comment()).isEqualTo("your turn");
        assertThat(rig.lastAlert().command()).isEqualTo("o1");
        assertThat(order("o2", Kind.ASSIGN, null, NEVER, "grace")).isFalse();
        assertThat(order("o3", Kind.ASSIGN, null, NEVER, null)).isTrue();
        assertThat(alert().assignee()).isNull();
        assertThat(alert().phase()).isEqualTo(FIRING);
    }

    @Test
    void aCommentIsAStepOfItsOwnAlsoWhenTheAlertIsOver() {
        assertThat(order("o1", Kind.COMMENT, "looks like the database", NEVER, null))
                .isTrue();
        assertThat(order("o1", Kind.COMMENT, "looks like the database", NEVER, null))
                .isFalse();
        assertThat(order("o2", Kind.COMMENT, "  ", NEVER, null)).isFalse();
        rig.order("o3", Kind.RESOLVE, id);
        assertThat(order("o4", Kind.COMMENT, "it was", NEVER, null)).isTrue();
        assertThat(alert().phase()).isEqualTo(RESOLVED);
        assertThat(kinds())
                .containsExactly(
                        AlertStepKind.STATE, AlertStepKind.COMMENTED, AlertStepKind.RESOLVED, AlertStepKind.COMMENTED);
    }

    @Test
    void aSnoozeOutlivesTheOccurrenceAndEndsByItself() {
        long until = rig.now + 600_000;
        assertThat(order("o1", Kind.SNOOZE, null, until, null)).isTrue();
        assertThat(alert().snoozedUntil()).isEqualTo(until);
        assertThat(alert().snoozedBy()).isEqualTo("ada");
        rig.pass(1000).metric("response_time", 100).tick(31_000);
        assertThat(alert().phase()).isEqualTo(RESOLVED);
        rig.metric("response_time", 8000);
        assertThat(alert().phase()).isEqualTo(FIRING);
        assertThat(alert().episode()).isEqualTo(2);
        assertThat(alert().snoozedUntil()).isEqualTo(until);
        keepBreaching(600);
        assertThat(rig.lastAlert().kind()).isEqualTo(AlertStepKind.SNOOZE_ENDED);
        assertThat(alert().snoozedUntil()).isEqualTo(NEVER);
        assertThat(alert().phase()).isEqualTo(FIRING);
    }

    @Test
    void aSnoozeCanBeTakenBack() {
        order("o1", Kind.SNOOZE, null, rig.now + 600_000, null);
        assertThat(order("o2", Kind.UNSNOOZE, null, NEVER, null)).isTrue();
        assertThat(order("o3", Kind.UNSNOOZE, null, NEVER, null)).isFalse();
        assertThat(alert().snoozedUntil()).isEqualTo(NEVER);
        assertThat(alert().snoozedBy()).isNull();
    }

    @Test
    void nothingButACommentIsTakenWhenTheAlertIsOver() {
        rig.order("r", Kind.RESOLVE, id);
        int steps = rig.alerts.size();
        assertThat(order("o1", Kind.ASSIGN, null, NEVER, "grace")).isFalse();
        assertThat(order("o2", Kind.SNOOZE, null, rig.now + 1000, null)).isFalse();
        assertThat(order("o3", Kind.ACKNOWLEDGE, null, NEVER, null)).isFalse();
        assertThat(rig.alerts).hasSize(steps);
    }

    @Test
    void longTextsAreCut() {
        String longText = "x".repeat(5_000);
        order("o1", Kind.ACKNOWLEDGE, longText, NEVER, null);
        order("o2", Kind.ASSIGN, longText, NEVER, longText);
        assertThat(alert().acknowledgeComment()).hasSize(2_000);
        assertThat(alert().assignee()).hasSize(200);
    }

    @Test
    void whatWasOrderedSurvivesACrash() {
        order("o1", Kind.ACKNOWLEDGE, "on it", rig.now + 60_000, null);
        order("o2", Kind.ASSIGN, null, NEVER, "grace");
        order("o3", Kind.SNOOZE, null, rig.now + 20_000, null);
        rig.commitAndReload();
        keepBreaching(60);
        assertThat(kinds().subList(4, 6))
                .containsExactly(AlertStepKind.SNOOZE_ENDED, AlertStepKind.ACKNOWLEDGEMENT_ENDED);
        assertThat(alert().assignee()).isEqualTo("grace");
    }

    private void keepBreaching(int seconds) {
        for (int i = 0; i < seconds; i++) {
            rig.pass(1000).metric("response_time", 6000);
        }
    }
}
