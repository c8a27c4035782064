package io.tocsin.alertsink.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alertsink.routing.LabelSet;
import io.tocsin.alertsink.routing.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {

    private static final String MINIMAL = """
            route:
              receiver: def
            receivers:
            - name: def
            """;

    @Test
    void theSmallestConfigurationHasAlertmanagersDefaults() throws ConfigException {
        AlertmanagerConfig config = ConfigReader.text(MINIMAL);
        assertThat(config.resolveTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.route().groupWait()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.route().groupInterval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.route().repeatInterval()).isEqualTo(Duration.ofHours(4));
        assertThat(config.route().groupBy()).isEqualTo(Optional.of(Set.of()));
        assertThat(config.route().key()).isEqualTo("{}");
        assertThat(config.shown()).contains("resolve_timeout: 5m", "smtp_require_tls: true", "receiver: def");
    }

    @Test
    void childrenInheritAndOverride() throws ConfigException {
        AlertmanagerConfig config = ConfigReader.text("""
                route:
                  receiver: def
                  group_by: [alertname]
                  group_wait: 1s
                  routes:
                  - matchers: [ 'b="2", a=~"x|y"' ]
                    group_by: ['...']
                    continue: yes
                    routes:
                    - match: {c: on}
                      match_re: {d: p.*}
                      group_by: []
                      repeat_interval: 1h
                      receiver: 'other'
                receivers:
                - name: def
                - name: other
                """);
        Route child = config.route().routes().get(0);
        assertThat(child.key()).isEqualTo("{}/{a=~\"x|y\",b=\"2\"}");
        assertThat(child.groupBy()).isEmpty();
        assertThat(child.receiver()).isEqualTo("def");
        assertThat(child.goesOn()).isTrue();
        assertThat(child.groupWait()).isEqualTo(Duration.ofSeconds(1));
        Route grandchild = child.routes().get(0);
        assertThat(grandchild.key()).isEqualTo("{}/{a=~\"x|y\",b=\"2\"}/{c=\"on\",d=~\"^(?:p.*)$\"}");
        assertThat(grandchild.groupBy()).contains(Set.of());
        assertThat(grandchild.receiver()).isEqualTo("other");
        assertThat(grandchild.goesOn()).isFalse();
        LabelSet alert = LabelSet.of(Map.of("a", "y", "b", "2", "c", "on", "d", "pq"));
        assertThat(config.route().match(alert)).containsExactly(grandchild);
        assertThat(config.route().match(LabelSet.of(Map.of("a", "z")))).containsExactly(config.route());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "route: {receiver: nobody}|line 1: undefined receiver",
                "route: {}|must specify a default receiver",
                "route: {receiver: def, matchers: ['a=b']}|must not have any matchers",
                "route: {receiver: def, continue: true}|cannot have continue",
                "route: {receiver: def, group_interval: 0s}|group_interval cannot be zero",
                "route: {receiver: def, repeat_interval: 0s}|repeat_interval cannot be zero",
                "route: {receiver: def, group_wait: 5}|not a valid duration",
                "route: {receiver: def, group_by: ['...', a]}|wildcard group_by",
                "route: {receiver: def, group_by: [a, a]}|duplicated label",
                "route: {receiver: def, group_bye: [a]}|line 1: field group_bye not found in route",
                "route: {receiver: def, routes: [{matchers: ['a=~\"(\"']}]}|error parsing regexp",
                "route: {receiver: def, routes: [{mute_time_intervals: [x]}]}|undefined time interval",
                "route: {receiver: def, routes: [{continue: 'yes'}]}|must be true or false",
                "route: {receiver: def, receiver: def}|already set",
                "nonsense: 1|line 1: field nonsense not found",
                "'{'|line 3: expected",
                "route: [|line"
            })
    void refusesWhatIsWrong(String text, String complaint) {
        String receivers = "\nreceivers: [{name: def}]\n";
        assertThatThrownBy(() -> ConfigReader.text(text + receivers))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "webhook_configs: [{}]|one of url or url_file",
                "webhook_configs: [{url: 'ftp://x'}]|not an http or https URL",
                "webhook_configs: [{url: 'http://x', urll: y}]|field urll not found in webhook_configs",
                "webhook_configs: [{url: 'http://x', timeout: 5x}]|invalid duration",
                "webhook_configs: {url: 'http://x'}|must be a list",
                "slack_configs: [{channel: x}]|no global Slack API URL",
                "email_configs: [{to: a@b}]|no global SMTP smarthost",
                "pagerduty_configs: [{}]|missing service or routing key",
                "opsgenie_configs: [{}]|no global OpsGenie API Key",
                "telegram_configs: [{bot_token: x}]|missing chat_id",
                "discord_configs: [{}]|one of webhook_url",
                "pushover_configs: [{user_key: x}]|one of token",
                "carrier_pigeon_configs: [{}]|field carrier_pigeon_configs not found in receiver"
            })
    void refusesReceiversThatCannotWork(String receiver, String complaint) {
        String text = "route: {receiver: def}\nreceivers:\n- name: def\n  " + receiver + "\n";
        assertThatThrownBy(() -> ConfigReader.text(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void secretsAreShownToNobodyAndTheShownTextLoadsAgain() throws ConfigException {
        AlertmanagerConfig config = ConfigReader.text("""
                global:
                  slack_api_url: https://hooks.slack.com/verysecret
                  smtp_smarthost: mail:25
                  smtp_from: a@b
                  smtp_auth_password: verysecret
                  http_config: {basic_auth: {username: u, password: verysecret}}
                route: {receiver: def, group_by: ['...'], routes: [{matchers: ['"ü b"="1"'], active_time_intervals: [day]}]}
                receivers:
                - name: def
                  webhook_configs:
                  - {url: 'http://u:verysecret@x/', timeout: 500ms, max_alerts: 3}
                  slack_configs: [{channel: '#on'}]
                  email_configs: [{to: x@y, headers: {subject: s}}]
                  opsgenie_configs: [{api_key: verysecret}]
                inhibit_rules:
                - {source_matchers: ['a=b'], target_match: {c: d}, equal: [e]}
                time_intervals:
                - {name: day, time_intervals: [{weekdays: ['monday:friday'], times: [{start_time: '09:00', end_time: '17:00'}]}]}
                """);
        assertThat(config.shown()).doesNotContain("verysecret").contains("<secret>");
        assertThat(config.integrations().toString()).doesNotContain("verysecret");
        AlertmanagerConfig again = ConfigReader.text(config.shown());
        assertThat(again.route()).isEqualTo(config.route());
        assertThat(again.inhibitRules()).isEqualTo(config.inhibitRules());
        assertThat(again.intervals()).isEqualTo(config.intervals());
        assertThat(again.shown()).isEqualTo(config.shown());
        assertThat(config.integrations())
                .extracting(IntegrationConfig::channel)
                .containsExactly("def/email[0]", "def/slack[0]", "def/webhook[0]", "def/opsgenie[0]");
        IntegrationConfig webhook = config.integrations().get(2);
        assertThat(webhook.sendResolved()).isTrue();
        assertThat(webhook.duration("timeout")).contains(Duration.ofMillis(500));
        assertThat(webhook.number("max_alerts")).contains(3L);
        IntegrationConfig slack = config.integrations().get(1);
        assertThat(slack.sendResolved()).isFalse();
        assertThat(slack.secret("api_url").orElseThrow().reveal()).endsWith("verysecret");
        assertThat(slack.text("channel")).isEqualTo("#on");
    }

    @Test
    void aliasesCannotBlowAFileUp() {
        StringBuilder bomb = new StringBuilder("x0: &a0 [a,a,a,a,a,a,a,a,a,a]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("x").append(i).append(": &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + ",").repeat(9))
                    .append("*a")
                    .append(i - 1)
                    .append("]\n");
        }
        String text =
                "route: {receiver: def}\nreceivers:\n- name: def\n  webhook_configs:\n  - url: http://x\n    payload:\n"
                        + bomb.toString().indent(6);
        assertThatThrownBy(() -> ConfigReader.text(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("too large");
    }

    @Test
    void anchorsAndMergesWork() throws ConfigException {
        AlertmanagerConfig config = ConfigReader.text("""
                route: {receiver: def}
                receivers:
                - name: def
                  webhook_configs:
                  - &first {url: 'http://x', max_alerts: 3}
                  - {<<: *first, max_alerts: 4}
                """);
        assertThat(config.integrations())
                .extracting(each -> each.number("max_alerts").orElseThrow())
                .isEqualTo(List.of(3L, 4L));
    }
}
