package io.tocsin.standalone.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.standalone.cli.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertmanagerOptionsTest {

    @Test
    void takesTheCommandLineOfTheRealOne() throws UsageException {
        AlertmanagerOptions options = AlertmanagerOptions.parse(List.of(
                "--config.file=/etc/am.yml",
                "--storage.path=/data",
                "--web.listen-address=127.0.0.1:9094",
                "--web.external-url=http://am.example/",
                "--web.route-prefix=/",
                "--web.config.file=",
                "--web.timeout=30s",
                "--web.get-concurrency=4",
                "--data.retention=120h",
                "--data.maintenance-interval=15m",
                "--alerts.gc-interval=30m",
                "--cluster.listen-address=",
                "--cluster.peer-timeout=15s",
                "--cluster.settle-timeout=1m",
                "--log.level=debug",
                "--log.format=json"));
        assertThat(options.overrides())
                .containsEntry("sink.alertmanager-config", "/etc/am.yml")
                .containsEntry("data-dir", "/data")
                .containsEntry("http.port", "9094")
                .containsEntry("sink.external-url", "http://am.example/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--cluster.peer=other:9094",
                "--web.config.file=/etc/web.yml",
                "--web.route-prefix=/alerts",
                "--no.such.option=1"
            })
    void refusesWhatWouldSilentlyBeLess(String option) {
        assertThatThrownBy(() -> AlertmanagerOptions.parse(List.of(option)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(option.substring(0, option.indexOf('=')));
    }
}
