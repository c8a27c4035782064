package io.tocsin.processor.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.processor.core.environment.EnvironmentSettings;
import io.tocsin.processor.core.incident.CorrelationRule;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Settings;
import io.tocsin.service.settings.SettingsCatalogue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentOptionsTest {

    @Test
    void unlessConfiguredOtherwiseTheDefaultsOfTheCoreHold() {
        assertThat(EnvironmentOptions.environments(settings(Map.of()))).isEqualTo(EnvironmentSettings.defaults());
        assertThat(EnvironmentSettings.defaults().patterns().cascadeEvents()).isEqualTo(5);
        assertThat(EnvironmentSettings.defaults().patterns().cascadeWindowMs()).isEqualTo(300_000);
        assertThat(EnvironmentSettings.defaults().patterns().cascadeFailureRate())
                .isEqualTo(0.8);
    }

    @Test
    void whatIsConfiguredHolds() {
        EnvironmentSettings environments = EnvironmentOptions.environments(settings(Map.of(
                "patterns.cascade-events",
                "9",
                "patterns.cascade-window",
                "2m",
                "signals.resource-limit",
                "95",
                "incidents.quiet",
                "5m",
                "incidents.correlation",
                "team+region@15m, alertname@30s")));

        assertThat(environments.patterns().cascadeEvents()).isEqualTo(9);
        assertThat(environments.patterns().cascadeWindowMs()).isEqualTo(120_000);
        assertThat(environments.signals().resourceLimit()).isEqualTo(95);
        assertThat(environments.incidents().quietMs()).isEqualTo(300_000);
        assertThat(environments.incidents().correlation())
                .containsExactly(
                        new CorrelationRule(List.of("team", "region"), 900_000),
                        new CorrelationRule(List.of("alertname"), 30_000));
    }

    @ParameterizedTest
    @CsvSource({
        "team, has no window",
        "team@soon, 'is no duration'",
        "team@2d, must be from 1s to 1d",
        "team@10ms, must be from 1s to 1d",
        "@5m, is no name of a label",
        "team+@5m, is no name of a label",
        "te am@5m, is no name of a label",
        "team+team@5m, names a label twice"
    })
    void aCorrelationThatIsNoneIsRefusedWithWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> EnvironmentOptions.environments(settings(Map.of("incidents.correlation", text))))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("incidents.correlation")
                .hasMessageContaining(message);
    }

    private static Settings settings(Map<String, String> overrides) {
        return Settings.of(new SettingsCatalogue(CommonSettings.ALL, ProcessorSettings.ALL), overrides);
    }
}
