package io.tocsin.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.service.settings.SettingsCatalogue;
import io.tocsin.standalone.AllSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    private int validate(String settings) throws Exception {
        printed.reset();
        Path file = Files.writeString(folder.resolve("tocsin.yaml"), settings);
        return new ValidateCommand(catalogue, out).run(List.of(file.toString()));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
