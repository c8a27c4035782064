package io.tocsin.alertsink.channel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alertsink.config.IntegrationConfig;
import io.tocsin.alertsink.config.SecretText;
import io.tocsin.alertsink.secret.Credential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChannelConfigReaderTest {

    @TempDir
    private Path directory;

    private static ChannelConfig read(String kind, Map<String, Object> settings) {
        return ChannelConfigReader.read(new IntegrationConfig("ops", kind, 0, settings));
    }

    @Test
    void aSecretComesFromAFileAndIsReadAgainEachTime() throws Exception {
        Path file = Files.writeString(directory.resolve("key"), " first\n");
        OpsgenieConfig opsgenie = (OpsgenieConfig) read("opsgenie", Map.of("api_key_file", file.toString()));
        assertThat(opsgenie.apiKey().reveal()).isEqualTo("first");
        Files.writeString(file, "second");
        assertThat(opsgenie.apiKey().reveal()).isEqualTo("second");
    }

    @Test
    void noSecretIsShown() {
        SecretText secret = new SecretText("t0ken");
        WebhookConfig webhook = (WebhookConfig) read(
                "webhook",
                Map.of(
                        "url", new SecretText("http://h/t0ken"),
                        "timeout", Duration.ofMillis(500),
                        "signing_secrets", List.of(secret),
                        "http_config", Map.of("basic_auth", Map.of("username", "u", "password", secret))));
        assertThat(webhook.toString()).doesNotContain("t0ken").contains("<secret>");
        assertThat(webhook.timeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(webhook.httpConfig().basicAuth().orElseThrow().password().reveal())
                .isEqualTo("t0ken");
        assertThat(Credential.of("t0ken").toString()).isEqualTo("<secret>");
    }

    @Test
    void whatIsMissingIsNamedAndWhatIsUnknownIsRefused() {
        assertThatThrownBy(() -> read("webhook", Map.of()))
                .hasMessage("webhook_configs[0].url: one of url or url_file must be configured");
        assertThatThrownBy(() -> read("jira", Map.of())).hasMessageContaining("not supported");
        assertThatThrownBy(() -> read("webhook", Map.of("url", "env:TOCSIN_NOT_SET")))
                .hasMessageContaining("the environment has no variable TOCSIN_NOT_SET");
    }

    @ParameterizedTest
    @CsvSource({"0,PT0S", "90s,PT1M30S", "1h30m,PT1H30M", "500ms,PT0.5S", "1.5h,PT1H30M", "2d,PT48H", "1w,PT168H"})
    void durationsAreReadAsPrometheusAndGoWriteThem(String text, Duration expected) {
        assertThat(ConfigDuration.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "s", "1x", "-1s", "1h 2m", "999999999999999999y", "1.s"})
    void whatIsNoDurationIsRefused(String text) {
        assertThat(ConfigDuration.parse(text)).isEmpty();
    }
}
