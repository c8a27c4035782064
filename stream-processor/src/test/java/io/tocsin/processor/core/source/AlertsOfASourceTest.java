package io.tocsin.processor.core.source;

import static io.tocsin.processor.core.model.AlertPhase.ACKNOWLEDGED;
import static io.tocsin.processor.core.model.AlertPhase.FIRING;
import static io.tocsin.processor.core.model.AlertPhase.PENDING;
import static io.tocsin.processor.core.model.AlertPhase.RECOVERING;
import static io.tocsin.processor.core.model.AlertPhase.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.processor.core.alert.AlertSettings;
import io.tocsin.processor.core.alert.FlapSettings;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.AlertOrder;
import io.tocsin.processor.core.model.AlertOrder.Kind;
import io.tocsin.processor.core.model.AlertView;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.InvalidInputException;
import io.tocsin.processor.core.model.Severity;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertsOfASourceTest {

    private static final String TEST_FINGERPRINT = "00000000000000aa";

    private static FoldRig firing() {
        return new FoldRig().metric("response_time", 6000);
    }

    private static String fingerprint(FoldRig rig) {
        return rig.lastAlert().alert().fingerprint();
    }

    @Test
    void aRuleWithoutDelayFiresAtOnce() {
        FoldRig rig = firing();
        AlertChange change = rig.lastAlert();
        assertThat(rig.phases()).containsExactly(FIRING);
        assertThat(change.from()).isNull();
        assertThat(change.actor()).isEqualTo(AlertChange.RULE);
        assertThat(change.id()).isEqualTo(change.alert().fingerprint() + "-1-1");
        assertThat(change.alert().labels())
                .containsEntry("alertname", "response-time-high")
                .containsEntry("source", "api")
                .containsEntry("environment", "production")
                .containsEntry("tenant", "default")
                .containsEntry("severity", "warning")
                .containsEntry("metric", "response_time");
        assertThat(change.alert().description()).isEqualTo("response_time 6000 ms is above 5000 ms");
        assertThat(change.alert().firedAt()).isEqualTo(rig.now);
        assertThat(rig.state.activeAlerts()).isEqualTo(1);
    }

    @Test
    void labelsOfThePlaceBecomeLabelsOfTheAlert() {
        FoldRig rig = new FoldRig().event(o -> {
            o.labels().add("host", "web-1");
            o.labels().add("team", "shop");
            o.labels().add("colour", "red");
            o.addMetric("latency", 4000);
        });
        assertThat(rig.lastAlert().alert().labels())
                .containsEntry("host", "web-1")
                .containsEntry("team", "shop")
                .doesNotContainKey("colour");
    }

    @Test
    void cpuUsageMustLastTenSecondsBeforeItFires() {
        FoldRig rig = new FoldRig().metric("cpu_usage", 93);
        assertThat(rig.phases()).containsExactly(PENDING);
        assertThat(rig.state.status()).isEqualTo(Health.WARNING);
        assertThat(rig.state.activeAlerts()).isZero();
        rig.tick(9000);
        assertThat(rig.phases()).containsExactly(PENDING);
        rig.tick(1000);
        assertThat(rig.phases()).containsExactly(PENDING, FIRING);
        assertThat(rig.lastAlert().actor()).isEqualTo(AlertChange.TIME);
        assertThat(rig.lastAlert().alert().startsAt()).isEqualTo(FoldRig.START);
        assertThat(rig.lastAlert().alert().firedAt()).isEqualTo(FoldRig.START + 10_000);
    }

    @Test
    void aPendingAlertThatClearsHasToldNobody() {
        FoldRig rig = new FoldRig().metric("cpu_usage", 93).pass(5000).metric("cpu_usage", 20);
        assertThat(rig.phases()).containsExactly(PENDING, RESOLVED);
        assertThat(rig.lastAlert().alert().firedAt()).isEqualTo(AlertView.NEVER);
        rig.pass(1000).metric("cpu_usage", 99).tick(10_000);
        assertThat(rig.phases()).containsExactly(PENDING, RESOLVED, PENDING, FIRING);
        assertThat(rig.lastAlert().alert().severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void recoversForThirtySecondsAndIsResolvedWhenItsReasonLeaves() {
        FoldRig rig = firing().pass(1000).metric("response_time", 100);
        assertThat(rig.phases()).containsExactly(FIRING, RECOVERING);
        rig.tick(29_000);
        assertThat(rig.phases()).containsExactly(FIRING, RECOVERING);
        rig.tick(1000);
        assertThat(rig.phases()).containsExactly(FIRING, RECOVERING, RESOLVED);
        assertThat(rig.has("response-time-high")).isFalse();
        assertThat(rig.lastAlert().alert().resolvedAt()).isEqualTo(rig.now);
        assertThat(rig.state.activeAlerts()).isZero();
        assertThat(rig.view(SourceViews.Detail.SUMMARY).activeAlerts()).isEmpty();
    }

    @Test
    void firesAgainWithinRecoveringAsTheSameEpisode() {
        FoldRig rig =
                firing().pass(1000).metric("response_time", 100).pass(5000).metric("response_time", 7000);
        assertThat(rig.phases()).containsExactly(FIRING, RECOVERING, FIRING);
        assertThat(rig.lastAlert().alert().episode()).isEqualTo(1);
        assertThat(rig.lastAlert().alert().firedAt()).isEqualTo(FoldRig.START);
    }

    @Test
    void aValueBetweenClearLimitAndLimitNeitherResolvesNorFires() {
        FoldRig rig =
                firing().pass(1000).metric("response_time", 100).pass(1000).metric("response_time", 4900);
        rig.tick(60_000);
        assertThat(rig.phases()).containsExactly(FIRING, RECOVERING);
        rig.metric("response_time", 100).tick(30_000);
        assertThat(rig.phases()).containsExactly(FIRING, RECOVERING, RESOLVED);
    }

    @Test
    void firingAfterResolvedIsANewEpisode() {
        FoldRig rig = firing().pass(1000).metric("response_time", 100).tick(30_000);
        rig.metric("response_time", 8000);
        assertThat(rig.phases()).containsExactly(FIRING, RECOVERING, RESOLVED, FIRING);
        assertThat(rig.lastAlert().alert().episode()).isEqualTo(2);
        assertThat(rig.lastAlert().id()).endsWith("-2-1");
        assertThat(rig.lastAlert().from()).isNull();
        assertThat(rig.lastAlert().alert().resolvedAt()).isEqualTo(AlertView.NEVER);
    }

    @Test
    void aHigherSeverityTakesTheAlertOver() {
        FoldRig rig = firing().pass(1000).metric("response_time", 20_000);
        assertThat(rig.phases()).containsExactly(FIRING, RESOLVED, FIRING);
        assertThat(rig.alerts.get(1).comment()).isEqualTo("severity is now CRITICAL");
        assertThat(rig.lastAlert().alert().labels()).containsEntry("severity", "critical");
        assertThat(rig.state.activeAlerts()).isEqualTo(1);
        rig.pass(1000).metric("response_time", 7000).tick(30_000);
        assertThat(rig.lastAlert().alert().labels()).containsEntry("severity", "warning");
        assertThat(rig.lastAlert().alert().episode()).isEqualTo(2);
        assertThat(rig.state.activeAlerts()).isEqualTo(1);
    }

    @Test
    void anAcknowledgementIsKeptThroughRecoveringAndLostWithTheEpisode() {
        FoldRig rig = firing();
        assertThat(rig.order("c1", Kind.ACKNOWLEDGE, fingerprint(rig))).isTrue();
        assertThat(rig.lastAlert().alert().acknowledgedBy()).isEqualTo("ada");
        assertThat(rig.lastAlert().comment()).isEqualTo("because");
        rig.pass(1000).metric("response_time", 100).pass(1000).metric("response_time", 6000);
        assertThat(rig.phases()).containsExactly(FIRING, ACKNOWLEDGED, RECOVERING, ACKNOWLEDGED);
        rig.order("c2", Kind.UNACKNOWLEDGE, fingerprint(rig));
        assertThat(rig.lastAlert().to()).isEqualTo(FIRING);
        assertThat(rig.lastAlert().alert().acknowledgedAt()).isEqualTo(AlertView.NEVER);
        rig.order("c3", Kind.ACKNOWLEDGE, fingerprint(rig));
        rig.metric("response_time", 100).tick(30_000).metric("response_time", 6000);
        assertThat(rig.lastAlert().to()).isEqualTo(FIRING);
    }

    @Test
    void acknowledgingARecoveringAlertIsNotedWithoutAChangeOfPhase() {
        FoldRig rig = firing().pass(1000).metric("response_time", 100);
        assertThat(rig.order("c1", Kind.ACKNOWLEDGE, fingerprint(rig))).isTrue();
        assertThat(rig.lastAlert().from()).isEqualTo(RECOVERING);
        assertThat(rig.lastAlert().to()).isEqualTo(RECOVERING);
        assertThat(rig.lastAlert().alert().acknowledgedBy()).isEqualTo("ada");
    }

    @Test
    void anAlertResolvedByAPersonStaysSilentUntilItsConditionHasClearedOnce() {
        FoldRig rig = firing();
        assertThat(rig.order("c1", Kind.RESOLVE, fingerprint(rig))).isTrue();
        assertThat(rig.phases()).containsExactly(FIRING, RESOLVED);
        rig.pass(1000).metric("response_time", 9000).tick(60_000).metric("response_time", 9000);
        assertThat(rig.phases()).containsExactly(FIRING, RESOLVED);
        assertThat(rig.state.status()).isEqualTo(Health.WARNING);
        rig.commitAndReload().metric("response_time", 9000);
        assertThat(rig.phases()).containsExactly(FIRING, RESOLVED);
        rig.metric("response_time", 100).tick(30_000).metric("response_time", 9000);
        assertThat(rig.phases()).containsExactly(FIRING, RESOLVED, FIRING);
    }

    @Test
    void anOrderActsOncePerIdAndOnlyWhereItFits() {
        FoldRig rig = firing();
        String fingerprint = fingerprint(rig);
        assertThat(rig.order("c1", Kind.ACKNOWLEDGE, fingerprint)).isTrue();
        assertThat(rig.order("c1", Kind.ACKNOWLEDGE, fingerprint)).isFalse();
        assertThat(rig.order("c2", Kind.ACKNOWLEDGE, fingerprint)).isFalse();
        assertThat(rig.order("c3", Kind.UNACKNOWLEDGE, fingerprint)).isTrue();
        assertThat(rig.commitAndReload().order("c1", Kind.ACKNOWLEDGE, fingerprint))
                .isFalse();
        assertThat(rig.order("c4", Kind.RESOLVE, "ffffffffffffffff")).isFalse();
        assertThat(rig.order("c5", Kind.RESOLVE, fingerprint)).isTrue();
        assertThat(rig.order("c6", Kind.RESOLVE, fingerprint)).isFalse();
        assertThat(rig.order("c7", Kind.ACKNOWLEDGE, fingerprint)).isFalse();
        assertThatThrownBy(() -> rig.order("c8", Kind.RESOLVE, "nonsense")).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aTestAlertFiresAtOnceAndResolvesByItselfAfterFiveMinutes() {
        FoldRig rig = new FoldRig();
        assertThat(rig.order("t1", Kind.TEST, TEST_FINGERPRINT)).isTrue();
        assertThat(rig.phases()).containsExactly(FIRING);
        assertThat(rig.lastAlert().alert().test()).isTrue();
        assertThat(rig.lastAlert().alert().fingerprint()).isEqualTo(TEST_FINGERPRINT);
        assertThat(rig.lastAlert().actor()).isEqualTo("ada");
        assertThat(rig.state.severityScore()).isZero();
        assertThat(rig.order("t1", Kind.TEST, TEST_FINGERPRINT)).isFalse();
        assertThat(rig.order("t2", Kind.ACKNOWLEDGE, TEST_FINGERPRINT)).isTrue();
        rig.tick(299_000);
        assertThat(rig.phases()).containsExactly(FIRING, ACKNOWLEDGED);
        rig.tick(1000);
        assertThat(rig.phases()).containsExactly(FIRING, ACKNOWLEDGED, RESOLVED);
        assertThat(rig.state.nextDeadline()).isEqualTo(SourceState.NO_DEADLINE);
        rig.order("t3", Kind.TEST, TEST_FINGERPRINT);
        assertThat(rig.lastAlert().alert().episode()).isEqualTo(2);
    }

    @Test
    void aTestAlertCannotTakeTheIdentityOfARealOne() {
        FoldRig rig = firing();
        assertThat(rig.order("t1", Kind.TEST, fingerprint(rig))).isFalse();
        assertThat(rig.phases()).containsExactly(FIRING);
    }

    @Test
    void worthKnowingRaisesNoAlert() {
        FoldRig rig = AnomalyTest.history(40);
        rig.metric("queue", 108).pass(12_000).metric("queue", 100);
        assertThat(rig.reason("z-score").severity()).isEqualTo(Severity.INFO);
        assertThat(rig.alerts).isEmpty();
    }

    @Test
    void stepsAreNeverNumberedTwiceAlthoughResolvedAlertsAreForgotten() {
        SourceFoldSettings settings =
                SourceFoldSettings.defaults().withAlerts(new AlertSettings(300_000, 2, 0, FlapSettings.NEVER));
        FoldRig rig = new FoldRig(settings);
        for (int i = 0; i < 200; i++) {
            rig.order("t" + i, Kind.TEST, String.format("%016x", 1 + i % 7));
            rig.pass(1000).order("r" + i, Kind.RESOLVE, String.format("%016x", 1 + i % 7));
        }
        Set<String> ids = new HashSet<>();
        rig.alerts.forEach(
                change -> assertThat(ids.add(change.id())).as(change.id()).isTrue());
        assertThat(rig.alerts).hasSize(400);
        assertThat(rig.head().length).as("with the ids of 400 orders").isLessThan(6000);
    }

    @Test
    void aThousandOrdersThatAreSentAgainActOnce() {
        FoldRig rig = new FoldRig();
        rig.order("t", Kind.TEST, "00000000000000aa");
        for (int again = 0; again < 2; again++) {
            for (int i = 0; i < 1_000; i++) {
                rig.order("bulk-" + i, Kind.COMMENT, "00000000000000aa");
            }
        }
        assertThat(rig.alerts).hasSize(1_001);
    }

    @Test
    void openTestAlertsAreBounded() {
        FoldRig rig = new FoldRig();
        int raised = 0;
        for (int i = 0; i < 200; i++) {
            raised += rig.order("t" + i, Kind.TEST, String.format("%016x", i)) ? 1 : 0;
        }
        assertThat(raised).isEqualTo(50);
    }

    @Test
    void anAlertWhoseRuleIsGoneIsResolved() {
        FoldRig rig = firing();
        SourceFoldSettings without = SourceFoldSettings.defaults()
                .withRules(new io.tocsin.processor.core.rule.RuleCatalogue(java.util.List.of()));
        FoldRig later = new FoldRig(without);
        later.state = new SourceStateCodec(without, name -> name).decode("default", "production", "api", rig.head());
        later.now = rig.now;
        later.tick(2000);
        assertThat(later.phases()).containsExactly(RESOLVED);
        assertThat(later.lastAlert().comment()).isEqualTo("the rule is gone");
        assertThat(later.state.status()).isEqualTo(Health.NORMAL);
    }

    @Test
    void theOrderThatAsksForNothingDoesNothing() {
        FoldRig rig = firing();
        rig.fold.onCommand(
                rig.state,
                new AlertOrder(
                        "n",
                        fingerprint(rig),
                        Kind.NONE,
                        "ada",
                        null,
                        Severity.INFO,
                        null,
                        null,
                        AlertView.NEVER,
                        null),
                rig.now,
                rig);
        assertThat(rig.phases()).containsExactly(FIRING);
    }
}
