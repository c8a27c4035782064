package io.tocsin.processor.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.anomaly.AnomalySettings;
import io.tocsin.processor.core.anomaly.SeriesModels;
import io.tocsin.processor.core.anomaly.Symptom;
import io.tocsin.processor.core.model.Finding;
import io.tocsin.processor.core.model.MetricKind;
import java.util.EnumSet;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeriesWatchTest {

    private static final long MINUTE = 60_000;

    private final SplittableRandom random = new SplittableRandom(3);
    private FoldRig rig = new FoldRig();

    @Test
    void anUnusualMinuteOpensAFindingThatClosesWhenItIsOver() {
        ordinary(400);
        assertThat(rig.findings).isEmpty();

        minute(500);
        ordinary(2);

        assertThat(rig.findings).hasSize(1);
        Finding open = rig.findings.get(0);
        assertThat(open.kind()).isEqualTo(Finding.ANOMALY);
        assertThat(open.subject()).isEqualTo("queue_length");
        assertThat(open.state()).isEqualTo(Finding.State.OPEN);
        assertThat(open.evidence().score()).isGreaterThan(0.98);
        assertThat(open.evidence().seen()).isEqualTo(500);
        assertThat(open.evidence().expected()).isBetween(40.0, 60.0);
        assertThat(open.evidence().lower()).isLessThan(open.evidence().expected());
        assertThat(open.evidence().upper()).isBetween(open.evidence().expected(), 100.0);
        assertThat(open.evidence().samples()).isGreaterThan(350);
        assertThat(open.evidence().text()).startsWith("queue_length ").contains("expected about");
        assertThat(rig.has("anomaly")).isTrue();

        ordinary(30);
        assertThat(rig.findings).hasSize(2);
        assertThat(rig.findings.get(1).id()).isEqualTo(open.id());
        assertThat(rig.findings.get(1).state()).isEqualTo(Finding.State.CLOSED);
        assertThat(rig.has("anomaly")).isFalse();
    }

    @Test
    void anEpisodeThatGoesOnIsOneFinding() {
        ordinary(400);
        for (int i = 0; i < 60; i++) {
            minute(500 + random.nextInt(5));
        }
        assertThat(rig.findings)
                .filteredOn(finding -> finding.state() == Finding.State.OPEN)
                .hasSize(1);
    }

    @Test
    void aDetectorBeginsWhenThereIsSomethingToLearnFrom() {
        ordinary(SeriesWatch.LEAST_MINUTES);
        assertThat(rig.state.learned().find(SeriesModels.KIND)).isNull();

        ordinary(5);
        assertThat(rig.state.learned().find(SeriesModels.KIND)).isNotNull();
        assertThat(rig.state.learned().isDirty()).isTrue();
    }

    @Test
    void aMetricThatIsNotWatchedIsNotJudged() {
        rig = new FoldRig(rig.settings.withAnomalies(new AnomalySettings(
                0.9, EnumSet.allOf(Symptom.class), true, Map.of("queue_length", AnomalySettings.OFF))));
        ordinary(300);
        minute(500);
        ordinary(2);
        assertThat(rig.findings).isEmpty();
    }

    @Test
    void whatIsSwitchedOffIsNoAnomaly() {
        rig = new FoldRig(
                rig.settings.withAnomalies(new AnomalySettings(0.9, EnumSet.of(Symptom.VARIANCE), true, Map.of())));
        ordinary(300);
        minute(500);
        ordinary(2);
        assertThat(rig.findings).isEmpty();
    }

    @Test
    void whatOnlyGrowsIsNotJudged() {
        for (int i = 0; i < 300; i++) {
            long total = i < 290 ? i : 1_000_000L * i;
            rig.event(o -> {
                o.addMetric("requests_total", total);
                o.kind("requests_total", MetricKind.COUNTER);
            });
            rig.pass(MINUTE).commit();
        }
        assertThat(rig.findings).isEmpty();
    }

    @Test
    void aMetricThatDoesNotComeAnyMoreIsMissedWhileItsSourceGoesOn() {
        ordinary(400);
        for (int i = 0; i < 300; i++) {
            rig.metric("other", 1);
            rig.pass(MINUTE).commit();
        }
        assertThat(rig.findings).hasSize(1);
        assertThat(rig.findings.get(0).detector()).isEqualTo(SeriesWatch.MISSING);
        assertThat(rig.findings.get(0).evidence().text()).startsWith("no value of queue_length for");

        ordinary(3);
        assertThat(rig.findings.get(1).state()).isEqualTo(Finding.State.CLOSED);
    }

    private void ordinary(int minutes) {
        for (int i = 0; i < minutes; i++) {
            minute(50 + 2 * (random.nextDouble() + random.nextDouble() - 1));
        }
    }

    private void minute(double value) {
        rig.metric("queue_length", value);
        rig.pass(MINUTE).commit();
    }
}
