package io.tocsin.alertsink.channel.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alertsink.secret.Credential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

final class ChannelConfigReaderTest {

    @TempDir
    private Path directory;

    private final List<ConfigProblem> problems = new ArrayList<>();

    private List<ChannelConfig> read(String receiver) {
        return read("{}", receiver);
    }

    private List<ChannelConfig> read(String global, String receiver) {
        ReceiverDefaults defaults = ReceiverDefaults.read(section(global, "global"));
        return ChannelConfigReader.read(section(receiver, "receivers[0]"), defaults);
    }

    private ConfigSection section(String yaml, String path) {
        Map<?, ?> values = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return new ConfigSection(values, path, directory, problems);
    }

    @Test
    void whatIsNotSaidIsAlertmanagersDefault() {
        List<ChannelConfig> channels = read("{slack_api_url: 'https://slack/x', opsgenie_api_key: k}", """
                name: ops
                slack_configs: [{channel: '#ops'}]
                opsgenie_configs: [{}]
                webhook_configs: [{url: 'http://h/a', timeout: 500ms, max_alerts: 3}]
                pagerduty_configs: [{routing_key: r, details: {extra: '{{ .Status }}', firing: none}}]
                """);
        assertThat(problems).isEmpty();
        assertThat(channels)
                .extracting(ChannelConfig::kind)
                .containsExactly("webhook", "pagerduty", "opsgenie", "slack");
        assertThat(channels)
                .extracting(ChannelConfig::sendResolved)
                .as("Slack is not told of resolutions unless it wants to be")
                .containsExactly(true, true, true, false);
        WebhookConfig webhook = (WebhookConfig) channels.get(0);
        assertThat(webhook.timeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(webhook.maxAlerts()).isEqualTo(3);
        PagerdutyConfig pagerduty = (PagerdutyConfig) channels.get(1);
        assertThat(pagerduty.url()).isEqualTo("https://events.pagerduty.com/v2/enqueue");
        assertThat(pagerduty.details())
                .containsEntry("firing", "none")
                .containsEntry("num_firing", "{{ .Alerts.Firing | len }}")
                .containsKeys("extra", "resolved", "num_resolved");
        assertThat(((SlackConfig) channels.get(3)).apiUrl().reveal()).isEqualTo("https://slack/x");
    }

    @Test
    void aSecretComesFromAFileAndIsReadAgainEachTime() throws Exception {
        Path file = Files.writeString(directory.resolve("key"), " first\n");
        OpsgenieConfig opsgenie =
                (OpsgenieConfig) read("opsgenie_configs: [{api_key_file: key}]").get(0);
        assertThat(problems).isEmpty();
        assertThat(opsgenie.apiKey().reveal()).isEqualTo("first");
        Files.writeString(file, "second");
        assertThat(opsgenie.apiKey().reveal()).isEqualTo("second");
    }

    @Test
    void noSecretIsShown() {
        List<ChannelConfig> channels = read("""
                webhook_configs:
                - url: http://h/t0ken
                  signing_secrets: [whsec_t0ken]
                  http_config: {basic_auth: {username: u, password: t0ken}, proxy_url: 'http://u:t0ken@p'}
                email_configs: [{to: a@x, from: b@x, smarthost: 'h:25', auth_password: t0ken, auth_secret: t0ken}]
                telegram_configs: [{bot_token: t0ken, chat_id: 5}]
                """);
        assertThat(problems).isEmpty();
        assertThat(channels.toString()).doesNotContain("t0ken").contains("<secret>");
        assertThat(Credential.of("t0ken").toString()).isEqualTo("<secret>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            webhook_configs: [{url: 'http://h', nope: 1}]      | receivers[0].webhook_configs[0].nope: there is no such field
            webhook_configs: [{}]                              | receivers[0].webhook_configs[0].url: one of url or url_file must be configured
            webhook_configs: [{url: 'ftp://h'}]                | receivers[0].webhook_configs[0].url: must be a URL that begins with http:// or https://
            webhook_configs: [{url: 'http://h', url_file: f}]  | receivers[0].webhook_configs[0].url_file: at most one of url & url_file must be configured
            webhook_configs: [{url: 'http://h', timeout: x}]   | receivers[0].webhook_configs[0].timeout: 'x' is not a duration such as 30s, 5m or 1h30m
            webhook_configs: {url: a}                          | receivers[0].webhook_configs: must be a list
            slack_configs: [{}]                                | receivers[0].slack_configs[0].api_url: no global Slack API URL set either inline or in a file
            pagerduty_configs: [{}]                            | receivers[0].pagerduty_configs[0].routing_key: missing service or routing key in PagerDuty config
            email_configs: [{to: a, from: b, smarthost: h}]    | receivers[0].email_configs[0].smarthost: must be a host and a port: mail.example.org:587
            telegram_configs: [{bot_token: t, chat_id: 1, parse_mode: x}] | receivers[0].telegram_configs[0].parse_mode: must be Markdown, MarkdownV2, HTML or empty
            jira_configs: [{}]                                 | receivers[0].jira_configs: this kind of receiver is not supported; a webhook may do instead
            hook_configs: []                                   | receivers[0].hook_configs: there is no such field
            webhook_configs: [{url: 'http://h', http_config: {basic_auth: {}, authorization: {}}}] | receivers[0].webhook_configs[0].http_config: at most one of basic_auth, authorization, bearer_token & oauth2 must be configured
            webhook_configs: [{url: 'env:TOCSIN_NOT_SET'}]     | receivers[0].webhook_configs[0].url: the environment has no variable TOCSIN_NOT_SET
            """)
    void whatIsWrongIsNamedWithItsPlace(String yaml, String expected) {
        read(yaml);
        assertThat(problems).extracting(ConfigProblem::toString).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"0,PT0S", "90s,PT1M30S", "1h30m,PT1H30M", "500ms,PT0.5S", "1.5h,PT1H30M", "2d,PT48H", "1w,PT168H"})
    void durationsAreReadAsPrometheusAndGoWriteThem(String text, Duration expected) {
        assertThat(ConfigDuration.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {"", "1", "s", "1x", "-1s", "1h 2m", "999999999999999999y", "1.s"})
    void whatIsNoDurationIsRefused(String text) {
        assertThat(ConfigDuration.parse(text)).isEmpty();
    }
}
