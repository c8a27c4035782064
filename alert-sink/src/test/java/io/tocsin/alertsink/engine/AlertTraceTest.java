package io.tocsin.alertsink.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alertsink.routing.LabelSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertTraceTest {

    private static final String CONFIG = """
            route:
              receiver: hook
              group_by: [alertname]
              group_wait: 10s
              group_interval: 1m
              repeat_interval: 4h
              routes:
              - {receiver: quiet, matchers: [ 'team="db"' ], continue: true}
              - {receiver: night, matchers: [ 'team=~"db|web"' ], active_time_intervals: [never]}
            time_intervals: [{name: never, time_intervals: [{years: ['2000']}]}]
            inhibit_rules: [{source_matchers: [ 'alertname="down"' ], target_matchers: [ 'alertname="slow"' ]}]
            receivers:
            - {name: hook, webhook_configs: [{url: 'http://x'}]}
            - {name: quiet, webhook_configs: [{url: 'http://x', send_resolved: false}]}
            - {name: night, webhook_configs: [{url: 'http://x'}]}
            """;

    private final EngineRig rig = EngineRig.of(CONFIG);

    private AlertTrace trace(double at, Map<String, String> labels) {
        return rig.engine
                .view()
                .trace(LabelSet.of(labels).fingerprint(), EngineRig.at(at))
                .orElseThrow();
    }

    private static String why(AlertTrace trace, int stop) {
        return trace.stops().get(stop).tellings().get(0).why();
    }

    @Test
    void itSaysWhereAnAlertGoesAndWhyNobodyWasToldYetOrAgain() {
        Map<String, String> labels = Map.of("alertname", "a", "team", "db");
        rig.post(0, EngineRig.alert(labels, 0.0, 1e6));
        AlertTrace trace = trace(1, labels);
        assertThat(trace.stops()).extracting(each -> each.route().receiver()).containsExactly("quiet", "night");
        assertThat(trace.stops().get(0).path()).hasSize(2);
        assertThat(why(trace, 0)).isEqualTo("its group waits until 2026-11-27T10:00:10Z");
        assertThat(why(trace, 1)).isEqualTo("muted by time intervals never");
        rig.until(20);
        trace = trace(20, labels);
        assertThat(why(trace, 0)).startsWith("told at 2026-11-27T10:00:10Z already; it is repeated after");
        assertThat(trace.stops().get(0).tellings().get(0).knowsFiring()).isTrue();
        assertThat(trace.stops().get(1).tellings().get(0).told()).isEmpty();
        rig.post(30, EngineRig.alert(labels, 0.0, 30.0));
        assertThat(why(trace(31, labels), 0)).isEqualTo("it is over, and the receiver does not want to hear of that");
    }

    @Test
    void itSaysWhatMutesIt() {
        Map<String, String> slow = Map.of("alertname", "slow");
        rig.post(0, EngineRig.alert(slow, 0.0, 1e6));
        rig.silence(1, "s1", "alertname=slow", 1, 100);
        AlertTrace silenced = trace(2, slow);
        assertThat(why(silenced, 0)).isEqualTo("silenced by s1");
        assertThat(silenced.silences()).extracting(Silence::id).containsExactly("s1");
        rig.post(3, EngineRig.alert(Map.of("alertname", "down"), 3.0, 1e6));
        AlertTrace inhibited = trace(4, slow);
        assertThat(why(inhibited, 0)).startsWith("inhibited by alert ");
        assertThat(inhibited.inhibitedBy().orElseThrow().labels().get("alertname"))
                .isEqualTo("down");
    }

    @Test
    void itForeseesWhatTheNextFlushTells() {
        Map<String, String> labels = Map.of("alertname", "a", "node", "1");
        rig.post(0, EngineRig.alert(labels, 0.0, 1e6));
        rig.until(20);
        rig.post(21, EngineRig.alert(Map.of("alertname", "a", "node", "2"), 21.0, 1e6));
        AlertTrace.Telling telling = trace(22, Map.of("alertname", "a", "node", "2"))
                .stops()
                .get(0)
                .tellings()
                .get(0);
        assertThat(telling.tells()).isTrue();
        assertThat(telling.why()).isEqualTo("new alerts added");
    }

    @Test
    void whatEndsWhileNobodyRunsIsToldFromItsBeginning() {
        Map<String, String> labels = Map.of("alertname", "a");
        rig.post(0, EngineRig.alert(labels, 0.0, 1e6));
        rig.takeOver();
        rig.post(60, EngineRig.alert(labels, 0.0, 60.0));
        rig.configure(CONFIG, 61);
        rig.until(200);
        assertThat(rig.told()).containsExactly("60.0 hook a+", "120.0 hook a-");
    }
}
