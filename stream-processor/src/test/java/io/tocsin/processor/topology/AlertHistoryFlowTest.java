package io.tocsin.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.AlertAction;
import io.tocsin.schemas.AlertCommand;
import io.tocsin.schemas.AlertHistoryEntry;
import io.tocsin.schemas.AlertSeverity;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.AlertStepKind;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.QueryResponse;
import io.tocsin.schemas.catalogue.Stores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlertHistoryFlowTest {

    private final ProcessorRig rig = new ProcessorRig();
    private final RigQueries queries = new RigQueries(rig);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void whoDidWhatAndWhyIsKeptOfEveryAlert() {
        rig.metric("orders", "response_time", 20_000);
        String alert = lastTransition().getAlert().getFingerprint();
        long until = rig.now() + 30_000;
        rig.send(command("c1", alert, AlertAction.ACKNOWLEDGE, until, null))
                .send(command("c2", alert, AlertAction.ASSIGN, null, "grace"))
                .send(command("c3", alert, AlertAction.SNOOZE, until, null));
        AlertTransition snoozed = lastTransition();
        assertThat(snoozed.getKind()).isEqualTo(AlertStepKind.SNOOZED);
        assertThat(snoozed.getCommand()).isEqualTo("c3");
        assertThat(snoozed.getAlert().getAcknowledgedUntil()).isEqualTo(until);
        assertThat(snoozed.getAlert().getAssignee()).isEqualTo("grace");
        assertThat(snoozed.getAlert().getSnoozedUntil()).isEqualTo(until);
        assertThat(snoozed.getAlert().getSnoozedBy()).isEqualTo("ops");
        rig.metric("other", "response_time", 20_000);
        rig.tickFor(Duration.ofSeconds(31));

        List<AlertHistoryEntry> steps = history(Map.of("alert", alert));
        assertThat(steps)
                .extracting(AlertHistoryEntry::getKind)
                .containsExactly(
                        AlertStepKind.SNOOZE_ENDED,
                        AlertStepKind.ACKNOWLEDGEMENT_ENDED,
                        AlertStepKind.SNOOZED,
                        AlertStepKind.ASSIGNED,
                        AlertStepKind.ACKNOWLEDGED,
                        AlertStepKind.JOINED,
                        AlertStepKind.STATE);
        assertThat(steps.get(4).getActor()).isEqualTo("ops");
        assertThat(steps.get(4).getComment()).isEqualTo("because");
        assertThat(steps.get(4).getUntil()).isEqualTo(until);
        assertThat(steps.get(4).getFrom()).isEqualTo(AlertState.FIRING);
        assertThat(steps.get(4).getTo()).isEqualTo(AlertState.ACKNOWLEDGED);
        assertThat(history(Map.of())).hasSize(9);
        assertThat(history(Map.of("actor", "ops\nnobody", "kind", "ASSIGNED"))).hasSize(1);
        assertThat(history(Map.of("source", "other"))).hasSize(2);
        assertThat(history(Map.of("alert", alert, "from", Long.toString(until))))
                .hasSize(2);
    }

    @Test
    void pagesOfOneAlertFollowEachOther() {
        rig.metric("orders", "response_time", 20_000);
        String alert = lastTransition().getAlert().getFingerprint();
        for (int i = 0; i < 5; i++) {
            rig.send(command("c" + i, alert, AlertAction.COMMENT, null, null));
        }
        QueryRequest.Builder question = question(Map.of("alert", alert)).setLimit(4);
        QueryResponse first = queries.engine().query(question.build());
        assertThat(first.getRows()).hasSize(4);
        assertThat(first.getPartitions().get(0).getMore()).isTrue();
        QueryResponse second = queries.engine()
                .query(question.setAfter(first.getRows().get(3).getKey()).build());
        assertThat(second.getRows()).hasSize(3);
        assertThat(second.getPartitions().get(0).getMore()).isFalse();
    }

    private List<AlertHistoryEntry> history(Map<String, String> filter) {
        return queries.rows(question(filter).build(), AlertHistoryEntry.class);
    }

    private static QueryRequest.Builder question(Map<String, String> filter) {
        return RigQueries.question(Stores.VIEW_ALERT_HISTORY, QueryKind.ALL)
                .setLimit(100)
                .setFilter(filter);
    }

    private AlertTransition lastTransition() {
        List<AlertTransition> steps = rig.read(rig.topics.alertTransitions, AlertTransition.class);
        return steps.get(steps.size() - 1);
    }

    private AlertCommand command(String id, String alert, AlertAction action, Long until, String assignee) {
        return AlertCommand.newBuilder()
                .setId(id)
                .setFingerprint(alert)
                .setTenant("default")
                .setEnvironment("production")
                .setSource("orders")
                .setAction(action)
                .setActor("ops")
                .setComment("because")
                .setRequestedAt(rig.now())
                .setSeverity(AlertSeverity.WARNING)
                .setUntil(until)
                .setAssignee(assignee)
                .build();
    }
}
