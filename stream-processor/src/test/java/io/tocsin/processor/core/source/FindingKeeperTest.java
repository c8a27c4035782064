package io.tocsin.processor.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.model.AlertPhase;
import io.tocsin.processor.core.model.Evidence;
import io.tocsin.processor.core.model.Finding;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.rule.BuiltInRules;
import io.tocsin.processor.core.rule.Condition;
import io.tocsin.processor.core.rule.RuleCatalogue;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingKeeperTest {

    private static final long HOUR = 3_600_000;

    private FoldRig rig = new FoldRig();

    @Test
    void aFindingIsAReasonFromItsOpeningUntilItHasBeenOverForAWhile() {
        rig.metric("queue_length", 3);
        assertThat(found("queue_length", 0, 0.5)).isTrue();

        assertThat(rig.reason("anomaly").text()).isEqualTo("queue_length is odd");
        assertThat(rig.reason("anomaly").metric()).isEqualTo("queue_length");
        assertThat(rig.reason("anomaly").severity()).isEqualTo(Severity.INFO);
        assertThat(rig.findings).hasSize(1);

        rig.pass(60_000);
        assertThat(close("queue_length")).isTrue();
        assertThat(close("queue_length")).isFalse();

        assertThat(rig.findings).hasSize(2);
        Finding closed = rig.findings.get(1);
        assertThat(closed.state()).isEqualTo(Finding.State.CLOSED);
        assertThat(closed.id()).isEqualTo(rig.findings.get(0).id());
        assertThat(closed.at() - closed.since()).isEqualTo(60_000);
        assertThat(rig.has("anomaly")).isTrue();
        assertThat(rig.tick(31_000).has("anomaly")).isFalse();
    }

    @Test
    void atMostOneIsOpenOfASubjectAndItsWorstEvidenceCounts() {
        rig.metric("queue_length", 3);
        found("queue_length", 0, 0.5);
        found("queue_length", 0, 0.99);
        found("queue_length", 0, 0.6);

        assertThat(rig.findings).hasSize(1);
        assertThat(rig.reason("anomaly").severity()).isEqualTo(Severity.WARNING);
        assertThat(rig.alerts.get(0).to()).isEqualTo(AlertPhase.FIRING);
        close("queue_length");
        assertThat(rig.findings.get(1).evidence().score()).isEqualTo(0.99);
    }

    @Test
    void twoDetectorsOfTheSameSubjectShareOneReasonUntilBothAreDone() {
        rig.metric("queue_length", 3);
        found("queue_length", 0, 0.5);
        run(keeper -> keeper.found(
                Finding.ANOMALY, "other", "queue_length", 0, rig.now, HOUR, evidence("queue_length", 0.6)));
        assertThat(rig.state.reasons()).hasSize(1);

        close("queue_length");
        rig.tick(60_000);
        assertThat(rig.has("anomaly")).isTrue();
        run(keeper -> keeper.close(Finding.ANOMALY, "other", "queue_length"));
        rig.tick(60_000);
        assertThat(rig.has("anomaly")).isFalse();
    }

    @Test
    void whatIsNotFoundAgainClosesByItself() {
        rig.metric("queue_length", 3);
        found("queue_length", 0, 0.5);
        rig.tick(HOUR - 1_000);
        assertThat(rig.findings).hasSize(1);

        rig.tick(2_000);

        assertThat(rig.findings).hasSize(2);
    }

    @Test
    void whatIsOpenSurvivesARestart() {
        rig.metric("queue_length", 3);
        found("queue_length", 0, 0.97);
        found("", Condition.NO_METRIC, 0.3);

        rig.commitAndReload();

        assertThat(rig.state.reasons()).hasSize(2);
        found("queue_length", 0, 0.5);
        assertThat(rig.findings).hasSize(2);
        assertThat(close("queue_length")).isTrue();
        assertThat(rig.findings.get(2).evidence().score()).isEqualTo(0.97);
        assertThat(rig.tick(60_000).state.reasons()).hasSize(1);
    }

    @Test
    void withoutItsRuleAFindingIsRecordedOnly() {
        rig = new FoldRig(rig.settings.withRules(new RuleCatalogue(List.of(BuiltInRules.CPU))));
        rig.metric("queue_length", 3);

        found("queue_length", 0, 0.99);

        assertThat(rig.findings).hasSize(1);
        assertThat(rig.state.reasons()).isEmpty();
    }

    @Test
    void aSourceHasBoundedlyManyOpenFindings() {
        rig.metric("queue_length", 3);
        for (int i = 0; i < 1_000; i++) {
            found("template-" + i, Condition.NO_METRIC, 0.5);
        }

        assertThat(rig.findings).hasSize(FindingKeeper.MOST);
        assertThat(rig.state.reasons()).hasSize(1);
        rig.commitAndReload();
    }

    private boolean found(String subject, int ordinal, double score) {
        return run(keeper ->
                keeper.found(Finding.ANOMALY, "test", subject, ordinal, rig.now, HOUR, evidence(subject, score)));
    }

    private boolean close(String subject) {
        return run(keeper -> keeper.close(Finding.ANOMALY, "test", subject));
    }

    private boolean run(java.util.function.Predicate<FindingKeeper> step) {
        return rig.fold.say(rig.state, rig.now, rig, step);
    }

    private static Evidence evidence(String subject, double score) {
        return Evidence.ofValue(score, 9, 3, 1, 5, 100, 1, subject + " is odd");
    }
}
