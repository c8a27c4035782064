package io.tocsin.alertsink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alertsink.channel.Channel;
import io.tocsin.alertsink.config.AlertmanagerConfig;
import io.tocsin.alertsink.config.ConfigReader;
import io.tocsin.alertsink.config.IntegrationConfig;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Settings;
import io.tocsin.service.settings.SettingsCatalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfiguredChannelsTest {

    private static final SettingsCatalogue CATALOGUE = new SettingsCatalogue(CommonSettings.ALL, SinkSettings.ALL);

    @TempDir
    private Path directory;

    private static ConfiguredChannels channels(Settings settings) {
        return ConfiguredChannels.of(settings, System.out, () -> Instant.EPOCH);
    }

    private static ConfiguredChannels channels(Map<String, String> overrides) {
        return channels(Settings.of(CATALOGUE, overrides));
    }

    @Test
    void onlyTheConsoleUnlessConfigured() {
        assertThat(channels(Map.of()).channels()).extracting(Channel::name).containsExactly("console");
    }

    @Test
    void severalWebhooksAndAFileFromYaml() throws Exception {
        Path secret = directory.resolve("secret");
        Files.writeString(secret, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\nwhsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD\n");
        Path yaml = directory.resolve("tocsin.yaml");
        Files.writeString(yaml, """
                sink:
                  console: false
                  file:
                    path: alerts.jsonl
                  webhook:
                    url: http://127.0.0.1:9000/all
                    pager:
                      url: https://pager.example/x
                      secret: file:%s
                      timeout: 3s
                      resolved: false
                """.formatted(secret));
        ConfiguredChannels configured = channels(Settings.load(CATALOGUE, Optional.of(yaml), Map.of(), Map.of()));
        assertThat(configured.channels()).extracting(Channel::name).containsExactly("file", "pager", "webhook");
        AlertmanagerConfig routing = ConfigReader.text(configured.routing());
        assertThat(routing.integrations())
                .extracting(IntegrationConfig::channel, IntegrationConfig::sendResolved)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("file", true),
                        org.assertj.core.groups.Tuple.tuple("pager", false),
                        org.assertj.core.groups.Tuple.tuple("webhook", true));
        assertThat(routing.route().episodes()).isTrue();
    }

    @Test
    void withoutAnyChannelNobodyIsTold() throws Exception {
        ConfiguredChannels none = channels(Map.of("sink.console", "false"));
        assertThat(ConfigReader.text(none.routing()).integrations()).isEmpty();
    }

    @Test
    void theAlertsOfAnIncidentAreToldTogetherWhenTheSettingsSaySo() throws Exception {
        AlertmanagerConfig routing =
                ConfigReader.text(channels(Map.of("sink.by-incident", "true")).routing());
        assertThat(routing.route().groupsBy("incident")).isTrue();
        assertThat(routing.route().episodes()).isFalse();
        assertThat(routing.integrations()).hasSize(1);
    }

    @Test
    void aWebhookFromTheEnvironment() {
        Settings settings = Settings.load(
                CATALOGUE,
                Optional.empty(),
                Map.of("TOCSIN_SINK_WEBHOOK_URL", "http://127.0.0.1:9000/", "TOCSIN_SINK_CONSOLE", "false"),
                Map.of());
        assertThat(channels(settings).channels()).extracting(Channel::name).containsExactly("webhook");
    }

    @Test
    void everythingThatIsWrongIsNamedAndNoValueIsShown() {
        assertThatThrownBy(() -> channels(Map.of(
                        "sink.webhook.a.url", "https://user:hunter2@host/",
                        "sink.webhook.b.url", "ftp://hunter2/",
                        "sink.webhook.c.secret", "whsec_hunter2",
                        "sink.webhook.d.url", "https://d.example/",
                        "sink.webhook.d.secret", "hunter2",
                        "sink.webhook.e.colour", "hunter2",
                        "sink.webhook.f.url", "https://f.example/",
                        "sink.webhook.f.timeout", "fast")))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageNotContaining("hunter2")
                .hasMessageContaining("sink.webhook.a.")
                .hasMessageContaining("sink.webhook.b.")
                .hasMessageContaining("sink.webhook.c.url: is missing")
                .hasMessageContaining("sink.webhook.d.")
                .hasMessageContaining("sink.webhook.e.colour")
                .hasMessageContaining("sink.webhook.f.");
    }

    @Test
    void theRoutingOfTheSettingsIsShownInAlertmanagersWordsOnly() throws Exception {
        AlertmanagerConfig config = ConfigReader.text(channels(Map.of()).routing());
        assertThat(config.shown()).contains("channel_configs", "episodes");
        assertThat(config.original())
                .doesNotContain("channel_configs", "episodes")
                .contains("receiver: settings");
        assertThat(ConfigReader.text(config.original()).receivers())
                .singleElement()
                .satisfies(each -> assertThat(each.integrations()).isEmpty());
    }
}
