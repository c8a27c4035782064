package io.tocsin.processor.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.anomaly.multi.MultiMetricModel;
import io.tocsin.processor.core.anomaly.multi.MultiMetricSettings;
import io.tocsin.processor.core.model.Finding;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MultiMetricWatchTest {

    private final Random random = new Random(11);

    /** Four metrics that follow one load, reported every interval; in an event two of them are what they never were. */
    private void run(FoldRig rig, int minutes, long intervalMs, boolean event) {
        long end = rig.now + minutes * 60_000L;
        while (rig.now < end) {
            double load = 30 + 5 * random.nextGaussian();
            rig.event(o -> {
                o.addMetric("cpu", load + random.nextGaussian());
                o.addMetric("threads", (event ? 500 : 100) + load + random.nextGaussian());
                o.addMetric("queue", (event ? 90 : 10) + random.nextGaussian());
                o.addMetric("heap", 60 + random.nextGaussian());
            });
            rig.pass(intervalMs);
        }
    }

    private static List<Finding> together(FoldRig rig) {
        return rig.findings.stream()
                .filter(finding -> finding.detector().equals(MultiMetricWatch.DETECTOR))
                .toList();
    }

    @Test
    void aJointChangeOpensOneFindingThatNamesTheMetricsAndClosesWhenItIsOver() {
        FoldRig rig = new FoldRig();
        run(rig, 300, 30_000, false);
        assertThat(together(rig)).isEmpty();
        long began = rig.now;
        run(rig, 3, 30_000, true);
        rig.tick(30_000).metric("heap", 60).tick(30_000);
        assertThat(together(rig)).hasSize(1);
        Finding finding = together(rig).get(0);
        assertThat(finding.kind()).isEqualTo(Finding.ANOMALY);
        assertThat(finding.state()).isEqualTo(Finding.State.OPEN);
        assertThat(finding.since()).isBetween(began - 60_000, began + 120_000);
        assertThat(finding.evidence().score()).isBetween(0.5, 1.0);
        assertThat(finding.evidence().contributions()).containsKeys("queue", "threads");
        assertThat(finding.evidence().contributions().values().stream()
                        .mapToDouble(share -> share)
                        .sum())
                .isBetween(0.999, 1.001);
        assertThat(finding.evidence().text()).contains("4 metrics together are").contains("queue (");
        assertThat(rig.has("anomaly")).isTrue();

        run(rig, 120, 30_000, false);
        assertThat(together(rig).get(1).state()).isEqualTo(Finding.State.CLOSED);
        assertThat(together(rig).get(1).id()).isEqualTo(finding.id());
    }

    @Test
    void itDoesNotMatterHowOftenMetricsCome() {
        for (long interval : new long[] {5_000, 60_000, 300_000}) {
            FoldRig rig = new FoldRig();
            run(rig, (int) (200 * Math.max(60_000, interval) / 60_000), interval, false);
            assertThat(together(rig)).as("every %d ms", interval).isEmpty();
            run(rig, (int) (3 * Math.max(60_000, interval) / 60_000), interval, true);
            rig.tick(90_000).metric("heap", 60).tick(30_000);
            assertThat(together(rig)).as("every %d ms", interval).hasSize(1);
        }
    }

    @Test
    void aSourceThatFallsSilentKeepsItsFindingForTenMinutes() {
        FoldRig rig = new FoldRig();
        run(rig, 300, 30_000, false);
        run(rig, 3, 30_000, true);
        rig.tick(30_000).metric("heap", 60).tick(30_000);
        assertThat(together(rig)).hasSize(1);
        rig.tick(11 * 60_000);
        assertThat(together(rig)).hasSize(2);
    }

    @Test
    void nothingIsLearnedOfOneMetricOrWithoutDetectors() {
        FoldRig one = new FoldRig();
        for (int i = 0; i < 60; i++) {
            one.metric("alone", i).pass(20_000);
        }
        assertThat(one.state.learned().find(MultiMetricModel.KIND)).isNull();

        FoldRig none =
                new FoldRig(SourceFoldSettings.defaults().withMultiMetric(new MultiMetricSettings(Set.of(), 0.5)));
        run(none, 20, 20_000, false);
        assertThat(none.state.learned().find(MultiMetricModel.KIND)).isNull();
    }

    @Test
    void aSourceOfAFewMinutesHasNoModel() {
        FoldRig rig = new FoldRig();
        run(rig, 4, 20_000, false);
        assertThat(rig.state.learned().find(MultiMetricModel.KIND)).isNull();
        run(rig, 4, 20_000, false);
        assertThat(rig.state.learned().find(MultiMetricModel.KIND)).isNotNull();
    }
}
