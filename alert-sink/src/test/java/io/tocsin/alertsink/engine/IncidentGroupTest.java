package io.tocsin.alertsink.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Alerts of one incident in one notification. */
class IncidentGroupTest {

    private static final String CONFIG = "route: {receiver: hook, group_by: [incident], group_wait: 10s, "
            + "group_interval: 30s, repeat_interval: 1y}\n"
            + "receivers: [{name: hook, webhook_configs: [{url: 'http://x'}]}]\n";

    private final EngineRig rig = EngineRig.of(CONFIG);

    private List<String> groups() {
        return rig.intents.stream().map(Intent::groupKey).distinct().toList();
    }

    @Test
    void alertsOfOneIncidentAreToldTogetherWithItsIdAsLabel() {
        rig.own(0, "a", 1, 1, 0, null);
        rig.own(1, "b", 1, 1, 1, null);
        rig.ownOf("i1", 2, "a", 1, 2, 0, null);
        rig.ownOf("i1", 2, "b", 1, 2, 1, null);
        rig.own(2, "c", 1, 1, 2, null);
        rig.until(100);
        assertThat(rig.told()).containsExactly("12.0 hook a+ b+", "12.0 hook c+");
        assertThat(groups()).containsExactly("{}:{incident=\"i1\"}", "{}:{alertname=\"c\"}");
        assertThat(rig.intents.get(0).groupLabels().value("incident")).isEqualTo("i1");
    }

    @Test
    void whatComesBackIsToldUnderTheSameIncident() {
        rig.own(0, "a", 1, 1, 0, null);
        rig.ownOf("i1", 1, "a", 1, 2, 0, null);
        rig.ownOf("i1", 20, "a", 1, 3, 0, 20.0);
        rig.own(200, "a", 2, 1, 200, null);
        rig.ownOf("i1", 202, "a", 2, 2, 200, null);
        rig.until(300);
        assertThat(rig.told()).containsExactly("11.0 hook a+", "41.0 hook a-", "212.0 hook a+");
        assertThat(groups()).hasSize(1);
    }

    @Test
    void anAlertThatWasToldStaysWhereItWasToldUntilItIsOver() {
        rig.own(0, "a", 1, 1, 0, null);
        rig.until(15);
        rig.ownOf("late", 16, "a", 1, 2, 0, null);
        rig.ownOf("merged", 17, "a", 1, 3, 0, null);
        rig.takeOver();
        rig.configure(CONFIG, 60);
        rig.ownOf("merged", 61, "a", 1, 4, 0, 61.0);
        rig.until(120);
        rig.ownOf("merged", 121, "a", 1, 5, 0, 61.0);
        rig.until(200);
        assertThat(rig.told()).containsExactly("10.0 hook a+", "90.0 hook a-");
        assertThat(groups()).containsExactly("{}:{alertname=\"a\"}");
        rig.own(300, "a", 2, 1, 300, null);
        rig.ownOf("merged", 302, "a", 2, 2, 300, null);
        rig.until(400);
        assertThat(groups()).containsExactly("{}:{alertname=\"a\"}", "{}:{incident=\"merged\"}");
    }

    @Test
    void whoBeginsAnewBeforeItsEndWasToldGoesOnInTheSameGroup() {
        rig.own(0, "a", 1, 1, 0, null);
        rig.ownOf("i1", 1, "a", 1, 2, 0, null);
        rig.until(15);
        rig.ownOf("i1", 16, "a", 1, 3, 0, 16.0);
        rig.own(17, "a", 2, 1, 17, null);
        rig.ownOf("i2", 18, "a", 2, 2, 17, null);
        rig.until(100);
        rig.ownOf("i2", 101, "a", 2, 3, 17, 101.0);
        rig.until(200);
        assertThat(rig.told()).containsExactly("11.0 hook a+", "131.0 hook a-");
        assertThat(groups()).containsExactly("{}:{incident=\"i1\"}");
    }

    @Test
    void whoTakesOverInBetweenTellsTheSame() {
        rig.own(0, "a", 1, 1, 0, null);
        rig.ownOf("i1", 2, "a", 1, 2, 0, null);
        rig.takeOver();
        rig.ownOf("i1", 3, "b", 1, 1, 3, null);
        rig.configure(CONFIG, 5);
        rig.until(100);
        assertThat(rig.told()).containsExactly("12.0 hook a+ b+");
        assertThat(rig.heldGroups()).isEqualTo(1);
    }

    @Test
    void alertsOfOthersAreGroupedByTheirOwnLabels() {
        rig.fire(0, "a");
        rig.fire(1, "b");
        rig.post(2, EngineRig.alert(Map.of("alertname", "c", "incident", "theirs"), null, null));
        rig.until(13);
        assertThat(groups()).containsExactly("{}:{}", "{}:{incident=\"theirs\"}");
    }
}
