package io.tocsin.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alertsink.SinkSettings;
import io.tocsin.processor.rules.RulePacks;
import io.tocsin.processor.runtime.ProcessorSettings;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.Settings;
import io.tocsin.service.settings.SettingsCatalogue;
import io.tocsin.standalone.AllSettings;
import io.tocsin.standalone.agent.AgentSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsCommandsTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final SettingsCatalogue catalogue = AllSettings.catalogue();

    @TempDir
    private Path folder;

    @Test
    void theExampleNamesEverySettingAndIsValidAsItStandsAndWithoutTheCommentSigns() throws Exception {
        assertThat(new ConfigCommand(catalogue, out).run(List.of())).isZero();
        String example = printed();
        assertThat(catalogue.all()).allSatisfy(setting -> assertThat(example).contains("\n#" + setting.name()));

        assertThat(validate(example)).isZero();
        assertThat(validate(example.replaceAll("(?m)^#(?=[a-z])", ""))).isZero();
    }

    @Test
    void everyProblemIsListed() throws Exception {
        int code = validate("http:\n  port: 99999\nagent:\n  intervall: 5s\nnonsense: 1\n");

        assertThat(code).isEqualTo(1);
        assertThat(printed()).contains("http.port", "agent.intervall", "agent.interval?", "nonsense");
    }

    @Test
    void aFileThatIsNotThereIsWrongUsage() {
        ValidateCommand validate = new ValidateCommand(catalogue, out);

        assertThatThrownBy(() -> validate.run(List.of(folder.resolve("none").toString())))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> validate.run(List.of())).isInstanceOf(UsageException.class);
    }

    @Test
    void aConfigurationOfTheEarlierSystemIsTakenAsSettingsAndRules() throws Exception {
        Path file = Files.writeString(folder.resolve("config.json"), """
                {"retention_hours": 48, "monitoring_interval": 30, "api_port": 8123, "pattern_window_size": 100,
                 "enable_console_notifications": false, "enable_email_notifications": true,
                 "alert_rules": [{"name": "Deep", "metric_name": "depth", "threshold": 5}]}
                """);

        assertThat(new ValidateCommand(catalogue, out).run(List.of(file.toString())))
                .isZero();
        assertThat(printed()).contains("earlier system", "enable_email_notifications", "no problems");
        Settings settings = Settings.load(
                catalogue, ConfigFile.read(file), Map.of("TOCSIN_AGENT_INTERVAL", "7s"), Map.of("http.port", "0"));
        assertThat(settings.get(ProcessorSettings.EVALUATIONS_AGE)).isEqualTo(Duration.ofHours(48));
        assertThat(settings.get(SinkSettings.CONSOLE)).isFalse();
        assertThat(settings.get(AgentSettings.INTERVAL)).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.get(CommonSettings.HTTP_PORT)).isZero();
        assertThat(RulePacks.of(List.of(Path.of(
                                settings.get(ProcessorSettings.RULES_FILES).get(0))))
                        .byId("deep"))
                .isNotNull();
    }

    @Test
    void whatIsWrongWithAnEarlierConfigurationIsListedWithItsPlace() throws Exception {
        int code = validate("{\n \"api_port\": 99999,\n \"alert_ruls\": []\n}");

        assertThat(code).isEqualTo(1);
        assertThat(printed()).contains("line 2, column 14: api_port", "line 3, column 16: alert_ruls");
    }

    private int validate(String settings) throws Exception {
        printed.reset();
        Path file = Files.writeString(folder.resolve("tocsin.yaml"), settings);
        return new ValidateCommand(catalogue, out).run(List.of(file.toString()));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
