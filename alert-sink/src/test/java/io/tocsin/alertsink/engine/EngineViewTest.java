package io.tocsin.alertsink.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alertsink.engine.EngineView.AlertStatus;
import io.tocsin.alertsink.engine.EngineView.GroupPortion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EngineViewTest {

    private static final int MANY = 2 * EngineView.PORTION + 7;

    private static <T> List<T> all(Iterator<List<T>> portions) {
        List<T> all = new ArrayList<>();
        portions.forEachRemaining(all::addAll);
        return all;
    }

    private static EngineRig full(String options) {
        EngineRig rig = EngineRig.of(EngineRig.route(options));
        rig.post(
                0,
                IntStream.range(0, MANY)
                        .mapToObj(i -> EngineRig.alert(Map.of("alertname", "a" + i % 3, "i", "" + i), 0.0, null))
                        .toArray(PostedAlert[]::new));
        return rig;
    }

    @Test
    void alertsComeInPortionsInTheOrderOfTheirFingerprints() {
        EngineView view = full("").engine.view();
        Iterator<List<AlertStatus>> portions = view.alerts(EngineRig.at(0), each -> true);
        assertThat(portions.next()).hasSize(EngineView.PORTION);
        List<AlertStatus> alerts = all(view.alerts(EngineRig.at(0), each -> true));
        assertThat(alerts).hasSize(MANY).isSortedAccordingTo(Comparator.comparing(each -> each.alert()
                .id()));
    }

    @Test
    void alertsThatAreOverWhenTheirPortionComesAreLeftOut() {
        EngineRig rig = full("");
        Iterator<List<AlertStatus>> portions = rig.engine.view().alerts(EngineRig.at(3), each -> true);
        rig.post(1, EngineRig.alert(Map.of("alertname", "a0", "i", "0"), 0.0, 1.0));
        assertThat(all(portions)).hasSize(MANY - 1);
    }

    @Test
    void aLargeGroupComesInSeveralPortions() {
        EngineView view = full("routes: [{matchers: ['alertname=~.+'], group_by: []}]")
                .engine
                .view();
        List<GroupPortion> portions = all(view.groups(EngineRig.at(0), route -> true, true, each -> true));
        assertThat(portions).extracting(each -> each.alerts().size()).containsExactly(1_000, 1_000, 7);
        assertThat(portions).extracting(GroupPortion::last).containsExactly(false, false, true);
        assertThat(portions.get(0).alerts().get(0).receivers()).containsExactly("hook");
    }

    @Test
    void groupsComeInTheOrderOfTheirLabels() {
        List<GroupPortion> portions =
                all(full("").engine.view().groups(EngineRig.at(0), route -> true, true, each -> true));
        assertThat(portions)
                .filteredOn(GroupPortion::last)
                .extracting(each -> each.labels().value("alertname"))
                .containsExactly("a0", "a1", "a2");
        assertThat(portions.stream().mapToInt(each -> each.alerts().size()).sum())
                .isEqualTo(MANY);
    }

    @Test
    void countsWhatIsMutedAndWhatIsNot() {
        EngineRig rig = full("");
        rig.silence(0, "s", "alertname=a0", 0, 60);
        EngineView.AlertCounts counts = rig.engine.view().alertCounts(EngineRig.at(0));
        assertThat(counts.active() + counts.suppressed()).isEqualTo(MANY);
        assertThat(counts.suppressed()).isEqualTo((MANY + 2) / 3);
    }

    @Test
    void saysWhyNobodyWasToldAtAFlush() {
        EngineRig rig = EngineRig.of(EngineRig.route("routes: [{matchers: [x=1], mute_time_intervals: [always]}, "
                        + "{matchers: [x=2], active_time_intervals: [never]}]")
                + "inhibit_rules: [{source_matchers: [alertname=source], target_matchers: [alertname=target]}]\n"
                + "time_intervals: [{name: always, time_intervals: [{}]}, {name: never, time_intervals: []}]\n");
        rig.silence(0, "s", "alertname=silenced", 0, 60);
        rig.post(
                0,
                EngineRig.alert(Map.of("alertname", "muted", "x", "1"), 0.0, null),
                EngineRig.alert(Map.of("alertname", "closed", "x", "2"), 0.0, null),
                EngineRig.alert(Map.of("alertname", "source"), 0.0, null),
                EngineRig.alert(Map.of("alertname", "target"), 0.0, null),
                EngineRig.alert(Map.of("alertname", "silenced"), 0.0, null));
        rig.until(1.5);
        assertThat(rig.suppressed)
                .containsExactlyInAnyOrder(
                        MuteReason.MUTE_TIME_INTERVAL,
                        MuteReason.ACTIVE_TIME_INTERVAL,
                        MuteReason.INHIBITION,
                        MuteReason.SILENCE);
        assertThat(MuteReason.MUTE_TIME_INTERVAL.text()).isEqualTo("mute_time_interval");
    }
}
