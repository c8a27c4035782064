package io.tocsin.alertsink.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigestTest {

    private static EngineRig rig(String route, String webhook) {
        return EngineRig.of("route: {receiver: hook, group_by: [], repeat_interval: 12h, " + route
                + "}\nreceivers:\n- {name: hook, webhook_configs: [{url: 'http://x'" + webhook + "}]}\n");
    }

    @Test
    void aDigestTellsAtItsIntervalOfAllThatHappenedAlsoOfWhatIsOver() {
        EngineRig rig = rig("digest: 1h", "");
        rig.fire(0, "a");
        rig.resolve(60, "a");
        rig.post(120, EngineRig.alert(java.util.Map.of("alertname", "b"), 120.0, 1e6));
        rig.until(3_599);
        assertThat(rig.told()).isEmpty();
        rig.until(3_600);
        assertThat(rig.told()).containsExactly("3600.0 hook a- b+");
        rig.until(7_300);
        assertThat(rig.told()).as("nothing happened").hasSize(1);
        rig.fire(7_400, "c");
        rig.resolve(7_500, "c");
        rig.until(10_800);
        assertThat(rig.told()).containsExactly("3600.0 hook a- b+", "10800.0 hook b+ c-");
    }

    @Test
    void whoWantsChangesOnlyIsToldOfChangesOnly() {
        EngineRig rig = rig("group_wait: 1s, group_interval: 10s", ", only_changed: true");
        rig.post(0, EngineRig.alert(java.util.Map.of("alertname", "a"), 0.0, 1e6));
        rig.until(5);
        rig.post(5, EngineRig.alert(java.util.Map.of("alertname", "b"), 5.0, 1e6));
        rig.until(15);
        rig.resolve(15, "a");
        rig.until(44_000);
        assertThat(rig.told())
                .startsWith("1.0 hook a+", "11.0 hook b+", "21.0 hook a-")
                .as("a repetition tells all")
                .last()
                .asString()
                .endsWith("hook b+");
        assertThat(rig.told()).hasSize(4);
    }
}
