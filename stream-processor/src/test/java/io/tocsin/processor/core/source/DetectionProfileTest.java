package io.tocsin.processor.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.anomaly.AnomalySettings;
import io.tocsin.processor.core.anomaly.SeriesModels;
import io.tocsin.processor.core.anomaly.multi.MultiMetricModel;
import io.tocsin.processor.core.anomaly.multi.MultiMetricSettings;
import io.tocsin.processor.core.rule.Glob;
import io.tocsin.processor.core.rule.SourceSelector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DetectionProfileTest {

    @Test
    void aSourceIsJudgedAsTheFirstProfileSaysThatIsAboutIt() {
        FoldRig quiet = rig(profile("ap*", Map.of(), false), profile("*", Map.of(), true));
        run(quiet, 30);
        assertThat(quiet.state.learned().find(MultiMetricModel.KIND)).isNull();

        FoldRig other = rig(profile("else", Map.of(), false));
        run(other, 30);
        assertThat(other.state.learned().find(MultiMetricModel.KIND)).isNotNull();
        assertThat(other.state.learned().find(SeriesModels.KIND).find(0, "cpu")).isNotNull();
    }

    @Test
    void aLabelThatComesLaterChangesHowASourceIsJudged() {
        FoldRig rig = rig(profile("*", Map.of("team", List.of(new Glob("quiet"))), false));
        run(rig, 30);
        MultiMetricModel model = rig.state.learned().find(MultiMetricModel.KIND);
        assertThat(model).isNotNull();
        assertThat(rig.state.detection.multiMetric().detectors()).isNotEmpty();
        rig.event(o -> o.labels().add("team", "quiet"));
        rig.metric("cpu", 1);
        assertThat(rig.state.detection.multiMetric().detectors()).isEmpty();
    }

    private static FoldRig rig(DetectionProfile... profiles) {
        return new FoldRig(SourceFoldSettings.defaults().withProfiles(List.of(profiles)));
    }

    private static DetectionProfile profile(
            String sources, Map<String, List<io.tocsin.processor.core.rule.TextPattern>> labels, boolean on) {
        return new DetectionProfile(
                new SourceSelector(List.of(), List.of(), List.of(new Glob(sources)), labels),
                AnomalySettings.defaults(),
                on ? MultiMetricSettings.DEFAULT : new MultiMetricSettings(Set.of(), 0.5));
    }

    private static void run(FoldRig rig, int minutes) {
        for (int i = 0; i < minutes; i++) {
            double value = i;
            rig.event(o -> {
                o.addMetric("cpu", value % 7);
                o.addMetric("heap", value % 5);
            });
            rig.tick(60_000);
        }
    }
}
