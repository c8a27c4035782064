package io.tocsin.alertsink.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EscalationTest {

    private static final String CONFIG = """
            route: {receiver: hook, group_by: [alertname], group_wait: 1s, group_interval: 5m, repeat_interval: 4h}
            receivers:
            - {name: hook, webhook_configs: [{url: 'http://x'}]}
            - {name: boss, webhook_configs: [{url: 'http://x'}]}
            - {name: chief, webhook_configs: [{url: 'http://x'}]}
            escalations:
            - name: unanswered
              matchers: [ 'severity="critical"' ]
              steps:
              - {after: 10m, receiver: boss}
              - {after: 30m, receiver: chief, repeat_interval: 1h}
            """;

    private final EngineRig rig = EngineRig.of(CONFIG);

    private void fire(double at, double start, String name) {
        rig.post(at, EngineRig.alert(Map.of("alertname", name, "severity", "critical"), start, 1e7));
    }

    private void resolve(double at, double start, String name) {
        rig.post(at, EngineRig.alert(Map.of("alertname", name, "severity", "critical"), start, at));
    }

    private void acknowledge(double at, String matcher) {
        rig.acknowledge(at, matcher, at + 86_400);
    }

    @Test
    void whoeverIsNextIsToldWhenNobodyAcknowledgesAndAllLearnOfTheEnd() {
        fire(0, 0, "a");
        rig.post(0, EngineRig.alert(Map.of("alertname", "b", "severity", "warning"), 0.0, 1e7));
        rig.until(599.999);
        assertThat(rig.told()).containsExactlyInAnyOrder("1.0 hook a+", "1.0 hook b+");
        rig.until(2_000);
        assertThat(rig.told()).hasSize(4).contains("600.0 boss a+", "1800.0 chief a+");
        resolve(2_000, 0, "a");
        rig.until(3_000);
        assertThat(rig.told().subList(4, rig.told().size()))
                .hasSize(3)
                .allMatch(each -> each.endsWith("a-"))
                .anyMatch(each -> each.contains("boss"))
                .anyMatch(each -> each.contains("chief"));
    }

    @Test
    void anAcknowledgementStopsItAndTheEndIsTheOnlyThingToldAfterIt() {
        fire(0, 0, "a");
        rig.until(700);
        acknowledge(900, "alertname=a");
        rig.until(20_000);
        assertThat(rig.told()).containsExactly("1.0 hook a+", "600.0 boss a+");
        resolve(20_000, 0, "a");
        rig.until(21_000);
        assertThat(rig.told().stream().filter(each -> each.contains("chief"))).isEmpty();
        assertThat(rig.told().stream().filter(each -> each.endsWith("boss a-"))).hasSize(1);
    }

    @Test
    void anAcknowledgementIsOfTheOccurrenceThatItCameAfter() {
        fire(0, 0, "a");
        acknowledge(60, "alertname=a");
        resolve(120, 0, "a");
        rig.until(1_000);
        fire(1_000, 1_000, "a");
        rig.until(1_700);
        assertThat(rig.told()).contains("1600.0 boss a+");
    }

    @Test
    void anAlertThatBeginsAnewHasItsWholeTimeAgain() {
        fire(0, 0, "a");
        resolve(500, 0, "a");
        fire(510, 510, "a");
        rig.until(1_109);
        assertThat(rig.told().stream().filter(each -> each.contains("boss"))).isEmpty();
        rig.until(1_110);
        assertThat(rig.told()).contains("1110.0 boss a+");
    }

    @Test
    void whoTakesOverLosesNoStepAndRepeatsNone() {
        fire(0, 0, "a");
        rig.until(700);
        rig.takeOver();
        rig.configure(CONFIG, 1_000);
        rig.until(1_790);
        rig.takeOver();
        rig.configure(CONFIG, 1_900);
        rig.until(3_000);
        assertThat(rig.told()).containsExactly("1.0 hook a+", "600.0 boss a+", "1900.0 chief a+");
    }

    @Test
    void anotherConfigurationDoesNotBeginTheTimeAnew() {
        fire(0, 0, "a");
        rig.until(500);
        rig.configure(CONFIG.replace("group_wait: 1s", "group_wait: 2s"), 500);
        rig.until(650);
        assertThat(rig.told()).contains("600.0 boss a+");
    }

    @Test
    void aSilenceHoldsForAllSteps() {
        rig.silence(0, "s", "alertname=a", 0, 1e6);
        fire(1, 1, "a");
        rig.until(4_000);
        assertThat(rig.told()).isEmpty();
    }
}
