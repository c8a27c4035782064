package io.tocsin.alertsink.engine;

import static io.tocsin.alertsink.engine.EngineRig.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alertsink.routing.LabelSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeldAlertTest {

    private static HeldAlert held(double start, double end, boolean timeout, String note) {
        LabelSet labels = LabelSet.of(Map.of("a", "1"));
        return new HeldAlert(
                labels,
                labels.fingerprint(),
                Map.of("n", note),
                at(start),
                at(end),
                at(start),
                timeout,
                "",
                1,
                Optional.empty(),
                Damping.NONE,
                Optional.empty());
    }

    @Test
    void anOverlappingOccurrenceKeepsTheEarlierStartAndTakesTheNewerText() {
        HeldAlert merged = held(1, 60, true, "old").with(held(5, 65, true, "new"), at(5));
        assertThat(merged.startsAt()).isEqualTo(at(1));
        assertThat(merged.endsAt()).isEqualTo(at(65));
        assertThat(merged.annotations()).containsEntry("n", "new");
    }

    @Test
    void theLaterOfTwoResolutionsCounts() {
        HeldAlert merged = held(1, 8, false, "").with(held(1, 6, false, ""), at(10));
        assertThat(merged.endsAt()).isEqualTo(at(8));
        assertThat(held(1, 60, true, "").with(held(1, 6, false, ""), at(10)).endsAt())
                .isEqualTo(at(6));
    }

    @Test
    void aLaterEndThatWasNotMadeUpIsKept() {
        assertThat(held(1, 600, false, "").with(held(5, 300, true, ""), at(5)).endsAt())
                .isEqualTo(at(600));
        assertThat(held(1, 600, true, "").with(held(5, 300, true, ""), at(5)).endsAt())
                .isEqualTo(at(300));
    }

    @Test
    void withoutOverlapItIsANewOccurrence() {
        assertThat(held(1, 6, false, "").with(held(10, 60, true, ""), at(10)).startsAt())
                .isEqualTo(at(10));
    }

    @Test
    void jobAndInstanceComeFirstAndWhoLacksThemLast() {
        List<Map<String, String>> sorted = List.of(
                        Map.of("alertname", "a", "job", "z", "instance", "1"),
                        Map.of("alertname", "b", "job", "m", "instance", "2"),
                        Map.of("alertname", "c", "job", "m", "instance", "1"),
                        Map.of("alertname", "d"))
                .stream()
                .map(LabelSet::of)
                .map(labels -> new HeldAlert(
                        labels,
                        labels.fingerprint(),
                        Map.of(),
                        at(0),
                        at(1),
                        at(0),
                        true,
                        "",
                        1,
                        Optional.empty(),
                        Damping.NONE,
                        Optional.empty()))
                .sorted(HeldAlert.ORDER)
                .<Map<String, String>>map(HeldAlert::labels)
                .toList();
        assertThat(sorted.stream().map(each -> each.get("alertname"))).containsExactly("c", "b", "a", "d");
    }
}
