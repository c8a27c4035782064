package io.tocsin.alertsink.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alertsink.routing.MatcherParser;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MaintenanceTest {

    private static final double DAY = 86_400;

    private final EngineRig rig = EngineRig.of(EngineRig.route(""));

    @Test
    void aRecurringWindowMutesWhileItLastsAndNotInBetween() {
        rig.engine.put(
                List.of(new Silence(
                        "w",
                        List.of(MatcherParser.one("alertname=~\"a.*\"")),
                        EngineRig.at(0),
                        EngineRig.at(3 * DAY),
                        EngineRig.at(0),
                        "me",
                        "nightly",
                        Map.of(),
                        Silence.Effect.MUTE,
                        Optional.of(
                                Recurrence.of("FREQ=DAILY", EngineRig.at(0), ZoneOffset.UTC, Duration.ofMinutes(10))))),
                EngineRig.at(0));
        rig.fire(60, "a1");
        rig.until(599);
        assertThat(rig.told()).isEmpty();
        rig.fire(700, "a2");
        rig.until(720);
        assertThat(rig.told()).containsExactly("701.0 hook a2+");
        rig.takeOver();
        rig.configure(EngineRig.route(""), DAY);
        rig.fire(DAY + 60, "a3");
        rig.until(DAY + 599);
        assertThat(rig.told().stream().filter(each -> each.contains("a3"))).isEmpty();
        rig.fire(4 * DAY + 60, "a4");
        rig.until(4 * DAY + 90);
        assertThat(rig.told()).contains(4 * DAY + 61 + " hook a4+");
    }
}
