package io.tocsin.alertsink.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alertsink.routing.LabelSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** That people who have seen to an alert, or want to see to it later, are left alone. */
class RestTest {

    private static final String HOURLY = EngineRig.route("");
    private static final String TOGETHER = HOURLY.replace("group_by: [alertname]", "group_by: [team]");
    private static final Damping SNOOZED = new Damping(Optional.of(EngineRig.at(10_000)), false);

    private EngineRig rig = EngineRig.of(HOURLY);

    private void fire(double at, String name) {
        rig.post(at, EngineRig.alert(Map.of("alertname", name), 0.0, 1e6));
    }

    private void resolve(double at, String name) {
        rig.post(at, EngineRig.alert(Map.of("alertname", name), 0.0, at));
    }

    private String why(double at, String name) {
        return rig.engine
                .view()
                .trace(LabelSet.of(Map.of("alertname", name)).fingerprint(), EngineRig.at(at))
                .orElseThrow()
                .stops()
                .get(0)
                .tellings()
                .get(0)
                .why();
    }

    @Test
    void whatIsAcknowledgedIsNotRepeatedUntilThatEndsAndItsEndIsTold() {
        fire(0, "a");
        rig.acknowledge(10, "alertname=a", 9_000);
        rig.until(8_999);
        assertThat(rig.told()).containsExactly("1.0 hook a+");
        assertThat(why(8_999, "a"))
                .isEqualTo(
                        "told at 2026-11-27T10:00:01Z already; acknowledged by ann, so it is not repeated until that ends");
        rig.until(9_003);
        assertThat(rig.told()).hasSize(2).last().asString().startsWith("900").endsWith("hook a+");
        rig.acknowledge(9_010, "alertname=a", 90_000);
        rig.until(30_000);
        resolve(30_000, "a");
        rig.until(30_010);
        assertThat(rig.told()).hasSize(3).last().asString().endsWith("hook a-");
    }

    @Test
    void anOwnAlertThatSomebodyAcknowledgedIsNotRepeatedEither() {
        rig.own(0, "a", 1, 1, 0, null);
        rig.ownAcknowledged(5, "a", 1, 2, 0, Damping.NONE);
        rig.until(20_000);
        assertThat(rig.told()).containsExactly("1.0 hook a+");
        rig.own(20_000, "a", 1, 3, 0, null, new Damping(Optional.of(EngineRig.at(1)), false));
        rig.until(20_003);
        assertThat(rig.told()).hasSize(2);
    }

    @Test
    void whatIsRepeatedOfAGroupLeavesOutWhatIsAcknowledgedAndWhatIsNewDoesNot() {
        rig = EngineRig.of(TOGETHER);
        fire(0, "a");
        fire(0, "b");
        rig.acknowledge(10, "alertname=a", 90_000);
        rig.until(3_700);
        assertThat(rig.told()).hasSize(2).last().asString().endsWith("hook b+");
        fire(4_000, "c");
        rig.until(4_010);
        assertThat(rig.told()).hasSize(3).last().asString().endsWith("hook a+ b+ c+");
        rig.acknowledge(4_020, "alertname=~b|c", 90_000);
        rig.until(50_000);
        assertThat(rig.told()).hasSize(3);
    }

    @Test
    void anAlertOfAnotherSeverityIsNewsWhateverWasAcknowledged() {
        rig = EngineRig.of(TOGETHER);
        rig.post(0, EngineRig.alert(Map.of("alertname", "a", "severity", "warning"), 0.0, 1e6));
        rig.acknowledge(10, "alertname=a", 90_000);
        rig.post(100, EngineRig.alert(Map.of("alertname", "a", "severity", "critical"), 100.0, 1e6));
        rig.until(110);
        assertThat(rig.told()).containsExactly("1.0 hook a+", "101.0 hook a+ a+");
    }

    @Test
    void thatAnAcknowledgedAlertFlapsIsToldWhenTheAcknowledgementIsOver() {
        Damping flapping = new Damping(Optional.empty(), true);
        rig.own(0, "a", 1, 1, 0, null);
        rig.ownAcknowledged(10, "a", 1, 2, 0, flapping);
        rig.until(1_000);
        assertThat(rig.told()).hasSize(1);
        rig.own(1_000, "a", 1, 3, 0, null, flapping);
        rig.until(1_003);
        assertThat(rig.told()).hasSize(2);
    }

    @Test
    void theEndOfASnoozeIsNewsAndSoIsTheEndOfTheAlertWhileItIsSnoozed() {
        rig = EngineRig.of(TOGETHER);
        rig.own(0, "a", 1, 1, 0, null);
        rig.own(0, "b", 1, 1, 0, null);
        rig.until(5);
        rig.own(10, "a", 1, 2, 0, null, SNOOZED);
        rig.own(10, "b", 1, 2, 0, null, SNOOZED);
        rig.until(3_000);
        rig.takeOver();
        rig.configure(TOGETHER, 3_000);
        rig.until(9_000);
        assertThat(rig.told()).as("nothing is repeated").containsExactly("1.0 hook a+ b+");
        rig.own(9_000, "b", 1, 3, 0, 9_000.0, SNOOZED);
        rig.until(9_010);
        assertThat(rig.told()).hasSize(2).last().asString().endsWith("hook b-");
        rig.own(10_000, "a", 1, 3, 0, null, Damping.NONE);
        rig.until(10_005);
        assertThat(rig.told()).hasSize(3).last().asString().endsWith("hook a+");
        rig.until(13_000);
        assertThat(rig.told()).hasSize(3);
    }

    @Test
    void whatIsAcknowledgedWhenItsSnoozeEndsIsLeftAlone() {
        rig.own(0, "a", 1, 1, 0, null);
        rig.until(5);
        rig.own(10, "a", 1, 2, 0, null, SNOOZED);
        rig.until(100);
        rig.ownAcknowledged(200, "a", 1, 3, 0, Damping.NONE);
        rig.until(50_000);
        assertThat(rig.told()).hasSize(1);
        rig.own(50_000, "a", 1, 4, 0, 50_000.0);
        rig.until(50_003);
        assertThat(rig.told()).hasSize(2).last().asString().endsWith("hook a-");
    }
}
