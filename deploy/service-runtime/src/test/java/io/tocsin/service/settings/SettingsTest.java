package io.tocsin.service.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {

    private static final Setting<String> TEXT =
            Setting.text("a.text", "default", "A text.").alias("OLD_TEXT");
    private static final Setting<Integer> NUMBER = Setting.integer("a.number", 5, 1, 10, "A number.");
    private static final Setting<Double> SHARE = Setting.decimal("a.share", 0.5, 0, 1, "A share.");
    private static final Setting<Boolean> FLAG = Setting.flag("a.flag", false, "A flag.");
    private static final Setting<Duration> PAUSE =
            Setting.duration("a.pause", Duration.ofSeconds(5), Duration.ofMillis(1), Duration.ofDays(7), "A pause.");
    private static final Setting<DataSize> SIZE =
            Setting.size("a.size", DataSize.mebibytes(1), new DataSize(0), DataSize.gibibytes(2), "A size.");
    private static final Setting<List<String>> LIST = Setting.list("a.list", List.of("x", "y"), "A list.");
    private static final Setting<Secret> SECRET = Setting.secret("a.secret", "A secret.");
    private static final Setting<Map<String, String>> FAMILY = Setting.family("a.client", "A family.");
    private static final List<Setting<?>> ALL = List.of(TEXT, NUMBER, SHARE, FLAG, PAUSE, SIZE, LIST, SECRET, FAMILY);
    private static final SettingsCatalogue CATALOGUE = new SettingsCatalogue(ALL, CommonSettings.ALL);

    @TempDir
    private Path directory;

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("tocsin.yaml"), yaml);
    }

    private Settings fromFile(String yaml) throws IOException {
        return Settings.load(CATALOGUE, Optional.of(file(yaml)), Map.of(), Map.of());
    }

    private List<String> problems(String yaml) throws IOException {
        Path file = file(yaml);
        InvalidSettingsException invalid = catchThrowableOfType(
                InvalidSettingsException.class, () -> Settings.load(CATALOGUE, Optional.of(file), Map.of(), Map.of()));
        assertThat(invalid).isNotNull();
        return invalid.problems().stream().map(SettingProblem::toString).toList();
    }

    private static Settings fromEnvironment(String... namesAndValues) {
        Map<String, String> env = new java.util.HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            env.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Settings.load(CATALOGUE, Optional.empty(), env, Map.of());
    }

    @Test
    void whatIsNotConfiguredHasItsDefault() throws IOException {
        for (Settings settings : List.of(Settings.of(CATALOGUE, Map.of()), fromFile(""), fromFile("# nothing\n"))) {
            assertThat(settings.get(TEXT)).isEqualTo("default");
            assertThat(settings.get(NUMBER)).isEqualTo(5);
            assertThat(settings.get(PAUSE)).isEqualTo(Duration.ofSeconds(5));
            assertThat(settings.get(LIST)).containsExactly("x", "y");
            assertThat(settings.get(SECRET).isPresent()).isFalse();
            assertThat(settings.get(FAMILY)).isEmpty();
        }
    }

    @Test
    void aFileMayNestNamesOrDotThem() throws IOException {
        Settings settings = fromFile("""
                a:
                  text: "hello: world"
                  number: 7
                  client:
                    security.protocol: SSL
                    sasl: { mechanism: PLAIN }
                a.share: 0.25
                a.flag: yes
                a.pause: 250ms
                a.size: 64KiB
                a.list: [p, q]
                """);
        assertThat(settings.get(TEXT)).isEqualTo("hello: world");
        assertThat(settings.get(NUMBER)).isEqualTo(7);
        assertThat(settings.get(SHARE)).isEqualTo(0.25);
        assertThat(settings.get(FLAG)).isTrue();
        assertThat(settings.get(PAUSE)).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.get(SIZE)).isEqualTo(DataSize.kibibytes(64));
        assertThat(settings.get(LIST)).containsExactly("p", "q");
        assertThat(settings.get(FAMILY))
                .containsOnly(Map.entry("security.protocol", "SSL"), Map.entry("sasl.mechanism", "PLAIN"));
    }

    @Test
    void scalarsAreNotInterpretedByYaml() throws IOException {
        assertThat(fromFile("a.text: 010").get(TEXT)).isEqualTo("010");
        assertThat(fromFile("a.text: 1_000").get(TEXT)).isEqualTo("1_000");
        assertThat(fromFile("a.text: 12:30:00").get(TEXT)).isEqualTo("12:30:00");
        assertThat(fromFile("a.text: no").get(TEXT)).isEqualTo("no");
        assertThat(fromFile("a.list: [1, null, 2024-01-01]").get(LIST)).containsExactly("1", "null", "2024-01-01");
    }

    @Test
    void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
        Path file = file("a.text: file\na.number: 2\na.share: 0.1\n");
        Settings settings = Settings.load(
                CATALOGUE,
                Optional.of(file),
                Map.of("TOCSIN_A_TEXT", "environment", "TOCSIN_A_NUMBER", "3", "OLD_TEXT", "alias"),
                Map.of("a.text", "command line"));
        assertThat(settings.get(TEXT)).isEqualTo("command line");
        assertThat(settings.get(NUMBER)).isEqualTo(3);
        assertThat(settings.get(SHARE)).isEqualTo(0.1);
    }

    @Test
    void variablesOfEarlierSystemsAreUnderstood() {
        assertThat(fromEnvironment("OLD_TEXT", "old").get(TEXT)).isEqualTo("old");
        assertThat(fromEnvironment("OLD_TEXT", "old", "TOCSIN_A_TEXT", "new").get(TEXT))
                .isEqualTo("new");
        Settings settings = fromEnvironment("HOST", "127.0.0.1", "PORT", "9000", "LOG_LEVEL", "WARNING");
        assertThat(settings.get(CommonSettings.HTTP_PORT)).isEqualTo(9000);
        assertThat(settings.get(CommonSettings.LOG_LEVEL)).isEqualTo(CommonSettings.LogLevel.WARN);
    }

    @Test
    void everythingWrongIsReportedAtOnceByName() throws IOException {
        Path file = file(
                "a.number: 11\na.share: NaN\na.flag: maybe\na.pause: 5 parsecs\na.size: -1\nb.unknown: 1\na.txt: x\n");
        InvalidSettingsException invalid = catchThrowableOfType(
                InvalidSettingsException.class,
                () -> Settings.load(
                        CATALOGUE, Optional.of(file), Map.of("TOCSIN_NO_SUCH", "1"), Map.of("a.list.x", "1")));
        assertThat(invalid.problems())
                .extracting(SettingProblem::name)
                .containsExactlyInAnyOrder(
                        "a.number",
                        "a.share",
                        "a.flag",
                        "a.pause",
                        "a.size",
                        "b.unknown",
                        "a.txt",
                        "a.list.x",
                        "TOCSIN_NO_SUCH");
        assertThat(invalid).hasMessageContaining("a.number: \"11\" is not valid; expected a whole number from 1 to 10");
        assertThat(invalid).hasMessageContaining("a.txt: is not a setting; did you mean a.text?");
    }

    @Test
    void aFileThatIsNoYamlIsReportedAndNothingInItIsRun() throws IOException {
        assertThat(problems("a: [")).singleElement().asString().contains("is not valid YAML");
        assertThat(problems("a.text: !!javax.script.ScriptEngineManager []")).isNotEmpty();
        assertThat(problems("- a\n- b")).singleElement().asString().contains("no mapping");
        assertThat(problems("a.number: 1\na.number: 2"))
                .singleElement()
                .asString()
                .contains("duplicate");
        assertThat(problems("a.number: 1\na: { number: 2 }"))
                .singleElement()
                .asString()
                .contains("twice");
        assertThat(problems("a.list: [{ x: 1 }]")).singleElement().asString().contains("nested");
        assertThat(problems("a: ".repeat(30) + "1")).isNotEmpty();
        assertThatThrownBy(() -> Settings.load(CATALOGUE, Optional.of(directory.resolve("none")), Map.of(), Map.of()))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void aliasesThatMultiplyAreRefused() throws IOException {
        StringBuilder laughs = new StringBuilder("x0: &x0 [lol]\n");
        for (int i = 1; i < 30; i++) {
            laughs.append("x")
                    .append(i)
                    .append(": &x")
                    .append(i)
                    .append(" [*x")
                    .append(i - 1)
                    .append(", *x")
                    .append(i - 1)
                    .append("]\n");
        }
        assertThat(problems(laughs.toString())).isNotEmpty();
    }

    @Test
    void aSecretMayComeFromAFileAndIsNeverShown() throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), "hunter2\n");
        Settings settings = Settings.of(CATALOGUE, Map.of("a.secret", "file:" + file, "a.client.password", "hunter3"));
        assertThat(settings.get(SECRET).reveal()).isEqualTo("hunter2");
        assertThat(settings.toString()).doesNotContain("hunter2", "hunter3").contains("a.secret=****");
        assertThat(settings.get(SECRET)).hasToString("****");
        assertThatThrownBy(() -> Settings.of(CATALOGUE, Map.of("a.secret", "file:/no/such/hunter4")))
                .hasMessageContaining("a.secret")
                .hasMessageNotContaining("hunter4");
    }

    @Test
    void sectionsAndVariablesOfOtherServicesAreLeftAlone() throws IOException {
        assertThat(fromFile("gateway:\n  anything: 1\nprocessor.x: 2\n")).isNotNull();
        assertThat(fromEnvironment("TOCSIN_GATEWAY_ANYTHING", "1")).isNotNull();
        SettingsCatalogue withGateway =
                new SettingsCatalogue(List.of(Setting.text("gateway.known", "", "Known.")), CommonSettings.ALL);
        assertThatThrownBy(() -> Settings.of(withGateway, Map.of("gateway.unknown", "1")))
                .hasMessageContaining("gateway.unknown");
    }

    @Test
    void variablesThatKubernetesSetsForServicesAreLeftAlone() {
        assertThat(fromEnvironment(
                        "TOCSIN_UI_SERVICE_HOST", "10.0.0.1",
                        "TOCSIN_UI_SERVICE_PORT_HTTP", "80",
                        "TOCSIN_UI_PORT", "tcp://10.0.0.1:80",
                        "TOCSIN_UI_PORT_80_TCP_ADDR", "10.0.0.1"))
                .isNotNull();
    }

    @Test
    void aFamilyTakesVariablesToo() {
        assertThat(fromEnvironment("TOCSIN_A_CLIENT_SECURITY_PROTOCOL", "SSL").get(FAMILY))
                .containsExactly(Map.entry("security.protocol", "SSL"));
    }

    @Test
    void theExampleNamesEverySettingAndMeansTheDefaults() throws IOException {
        String example = CATALOGUE.exampleYaml();
        assertThat(fromFile(example).shown())
                .isEqualTo(Settings.of(CATALOGUE, Map.of()).shown());
        String uncommented = example.lines()
                .filter(line -> !line.startsWith("# ") && !line.contains(".some.name"))
                .map(line -> line.startsWith("#") ? line.substring(1) : line)
                .reduce("", (all, line) -> all + line + "\n");
        assertThat(fromFile(uncommented).shown())
                .isEqualTo(Settings.of(CATALOGUE, Map.of()).shown());
        for (Setting<?> setting : CATALOGUE.all()) {
            assertThat(example).contains("#" + setting.name());
            assertThat(CATALOGUE.markdown()).contains("| `" + setting.name());
        }
    }

    @Test
    void settingsWithOneNameAreAMistakeOfOurs() {
        assertThatThrownBy(() -> new SettingsCatalogue(List.of(TEXT, Setting.text("a.text", "other", "Another."))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SettingsCatalogue(
                        List.of(Setting.text("a-b", "", "One."), Setting.text("a.b", "", "Same variable."))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new SettingsCatalogue(CommonSettings.ALL, CommonSettings.ALL).all())
                .hasSameSizeAs(CommonSettings.ALL);
    }

    @Test
    void durationsAndSizesAreReadAsPeopleWriteThem() {
        assertThat(DurationText.parse("250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(DurationText.parse("24h")).isEqualTo(Duration.ofHours(24));
        assertThat(DurationText.format(Duration.ofMinutes(90))).isEqualTo("90m");
        assertThat(DurationText.format(Duration.ofDays(7))).isEqualTo("7d");
        assertThat(DurationText.format(Duration.ZERO)).isEqualTo("0ms");
        assertThatThrownBy(() -> DurationText.parse("1.5h")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DurationText.parse("999999999999999d")).isInstanceOf(IllegalArgumentException.class);
        assertThat(DataSize.parse("10MB")).isEqualTo(DataSize.mebibytes(10));
        assertThat(DataSize.parse("512")).isEqualTo(new DataSize(512));
        assertThat(DataSize.kibibytes(1536)).hasToString("1536KiB");
        assertThat(DataSize.parse("2GiB").toString()).isEqualTo("2GiB");
        assertThatThrownBy(() -> DataSize.parse("999999999999999GiB")).isInstanceOf(IllegalArgumentException.class);
    }
}
