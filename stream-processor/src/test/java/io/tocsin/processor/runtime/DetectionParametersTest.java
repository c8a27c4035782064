package io.tocsin.processor.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.processor.core.anomaly.AnomalySettings;
import io.tocsin.processor.core.anomaly.multi.MultiDetector;
import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.source.DetectionProfile;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Settings;
import io.tocsin.service.settings.SettingsCatalogue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectionParametersTest {

    @Test
    void aProfileSaysForWhomAndWhatItDoesNotSayIsAsForAll() {
        List<DetectionProfile> profiles = DetectionParameters.profiles(settings(Map.of(
                "processor.anomaly-score", "0.9",
                "processor.detection.b.sources", "web-*, ~api-[0-9]+",
                "processor.detection.b.labels.team", "pay*",
                "processor.detection.b.multi-metric-sensitivity", "0.9",
                "processor.detection.b.anomaly-metric.load", "off",
                "processor.detection.a.environments", "test",
                "processor.detection.a.anomaly-score", "off",
                "processor.detection.a.multi-metric-detectors", "none")));

        assertThat(profiles).hasSize(2);
        DetectionProfile quiet = profiles.get(0);
        assertThat(quiet.anomalies().score()).isEqualTo(AnomalySettings.OFF);
        assertThat(quiet.multiMetric().detectors()).isEmpty();
        DetectionProfile keen = profiles.get(1);
        assertThat(keen.anomalies().score()).isEqualTo(0.9);
        assertThat(keen.anomalies().watches("load")).isFalse();
        assertThat(keen.multiMetric().sensitivity()).isEqualTo(0.9);
        assertThat(keen.multiMetric().detectors()).contains(MultiDetector.LEVEL);
        LabelSet pay = LabelSet.of(Map.of("team", "payments"));
        assertThat(keen.selector().matches(new SourceId("t", "e", "api-12"), pay))
                .isTrue();
        assertThat(keen.selector().matches(new SourceId("t", "e", "api-x"), pay))
                .isFalse();
        assertThat(keen.selector().matches(new SourceId("t", "e", "web-x"), LabelSet.EMPTY))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "processor.detection.a.anomaly-score, 2",
        "processor.detection.a.anomaly-missing, maybe",
        "processor.detection.a.anomaly-symptoms, cough",
        "processor.detection.a.multi-metric-detectors, nose",
        "processor.detection.a.multi-metric-sensitivity, 7",
        "processor.detection.a.sources, ~(",
        "processor.detection.a.colour, red",
        "processor.detection.a, red"
    })
    void whatDoesNotFitIsNamed(String setting, String text) {
        assertThatThrownBy(() -> DetectionParameters.profiles(settings(Map.of(setting, text))))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining(setting);
    }

    private static Settings settings(Map<String, String> overrides) {
        return Settings.of(new SettingsCatalogue(CommonSettings.ALL, ProcessorSettings.ALL), overrides);
    }
}
