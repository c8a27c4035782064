package io.tocsin.standalone.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.standalone.cli.UsageException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunOptionsTest {

    @Test
    void optionsAreToldInSettings() throws Exception {
        RunOptions options = RunOptions.parse(List.of(
                "--data",
                "my data",
                "--port=9000",
                "--follow",
                "/var/log/*.log",
                "--follow",
                "app.log",
                "--set",
                "agent.interval=1s",
                "--config",
                "tocsin.yaml"));

        assertThat(options.config()).contains(Path.of("tocsin.yaml"));
        assertThat(options.overrides())
                .containsEntry("data-dir", "my data")
                .containsEntry("http.port", "9000")
                .containsEntry("agent.follow", "/var/log/*.log,app.log")
                .containsEntry("agent.interval", "1s")
                .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--nonsense", "--data", "stray", "--set=novalue"})
    void whatIsNotUnderstoodIsRefused(String argument) {
        assertThatThrownBy(() -> RunOptions.parse(List.of(argument))).isInstanceOf(UsageException.class);
    }
}
