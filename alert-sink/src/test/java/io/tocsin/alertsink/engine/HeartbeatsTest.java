package io.tocsin.alertsink.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeartbeatsTest {

    private static final String CONFIG = EngineRig.route("") + """
            heartbeats:
            - {name: prometheus, matchers: [ 'alertname="Watchdog"' ], timeout: 5m, labels: {severity: critical}}
            """;

    private final EngineRig rig = EngineRig.of(CONFIG);

    private long told(String alert) {
        return rig.told().stream().filter(each -> each.endsWith(alert)).count();
    }

    @Test
    void aHeartbeatThatStopsIsToldOnceAndThatItIsBackAsWell() {
        for (int i = 0; i <= 600; i += 60) {
            rig.fire(i, "Watchdog");
        }
        rig.until(899.999);
        assertThat(told("HeartbeatMissing+")).isZero();
        rig.until(905);
        assertThat(rig.told()).contains("901.0 hook HeartbeatMissing+");
        rig.until(2_000);
        assertThat(told("HeartbeatMissing+")).isEqualTo(1);
        rig.fire(2_000, "Watchdog");
        rig.until(2_010);
        assertThat(told("HeartbeatMissing-")).isEqualTo(1);
        rig.until(2_310);
        assertThat(told("HeartbeatMissing+")).isEqualTo(2);
    }

    @Test
    void oneThatNeverCameIsMissingToo() {
        rig.until(302);
        assertThat(rig.told()).containsExactly("301.0 hook HeartbeatMissing+");
    }

    @Test
    void whileNobodyRanNoneCouldCome() {
        rig.fire(0, "Watchdog");
        rig.takeOver();
        rig.configure(CONFIG, 1_000);
        rig.until(1_299);
        assertThat(told("HeartbeatMissing+")).isZero();
        rig.until(1_302);
        assertThat(told("HeartbeatMissing+")).isEqualTo(1);
        rig.takeOver();
        rig.configure(CONFIG, 1_400);
        rig.until(2_900);
        assertThat(told("HeartbeatMissing+")).isEqualTo(1);
        rig.fire(2_900, "Watchdog");
        rig.until(2_905);
        assertThat(told("HeartbeatMissing-")).isEqualTo(1);
    }

    @Test
    void aHeartbeatThatIsNotExpectedAnyMoreIsNotMissing() {
        rig.until(305);
        rig.configure(EngineRig.route(""), 310);
        rig.until(320);
        assertThat(told("HeartbeatMissing-")).isEqualTo(1);
    }
}
