package io.tocsin.alertsink.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alertsink.config.AlertmanagerConfig;
import io.tocsin.alertsink.config.ConfigException;
import io.tocsin.alertsink.config.ConfigReader;
import io.tocsin.alertsink.config.IntegrationConfig;
import io.tocsin.alertsink.template.TemplateException;
import io.tocsin.alertsink.template.TemplateSet;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What the configuration file says of receivers is what channels are made of. */
final class IntegrationChannelsTest {

    private final IntegrationChannels channels = new IntegrationChannels(
            TemplateSet.defaults(),
            "http://am",
            () -> new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()),
            Optional.empty(),
            () -> Instant.EPOCH);

    private static AlertmanagerConfig config(String receiver) throws ConfigException {
        return ConfigReader.text("""
                global:
                  smtp_smarthost: mail.example.org:587
                  smtp_from: tocsin@example.org
                  smtp_auth_username: me
                  smtp_auth_password: p
                  slack_api_url: https://hooks.example.org/s3cret
                  opsgenie_api_key: k
                  victorops_api_key: k
                  http_config: {proxy_url: 'http://proxy:3128', no_proxy: 'a,b'}
                route: {receiver: ops}
                receivers:
                - name: ops
                """ + receiver.indent(2));
    }

    @Test
    void everyKindOfTheFileBecomesAChannel() throws ConfigException {
        AlertmanagerConfig config = config("""
                webhook_configs:
                - url: http://h/{{ .Status }}
                  timeout: 500ms
                  max_alerts: 3
                  payload: {a: ['{{ .Status }}', 1]}
                  signing_secrets: [whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD]
                  http_config:
                    oauth2: {client_id: c, client_secret: s, token_url: 'http://t/', scopes: [a], proxy_url: 'http://p'}
                    http_headers: {X-A: {values: [b], secrets: [c]}}
                    tls_config: {insecure_skip_verify: true, min_version: TLS12}
                email_configs:
                - to: a@example.org
                  headers: {Subject: '{{ .Status }}'}
                  threading: {enabled: true}
                pagerduty_configs:
                - routing_key: r
                  details: {a: '{{ .Status }}', b: {c: [d]}}
                  images: [{src: a}]
                  links: [{href: b, text: c}]
                opsgenie_configs:
                - responders: [{name: a, type: team}]
                slack_configs:
                - channel: '#ops'
                  fields: [{title: a, value: b, short: true}]
                  actions: [{type: button, text: t, url: u}]
                victorops_configs: [{routing_key: r, custom_fields: {a: b}}]
                pushover_configs: [{user_key: u, token: t, retry: 1m, expire: 1h}]
                telegram_configs: [{bot_token: t, chat_id: -100}]
                discord_configs: [{webhook_url: 'http://d/'}]
                webex_configs: [{room_id: r, http_config: {authorization: {credentials: t}}}]
                msteams_configs: [{webhook_url: 'http://t/'}]
                msteamsv2_configs: [{webhook_url: 'http://t/'}]
                kafka_configs: [{topic: alerts}]
                """);
        assertThat(config.integrations()).hasSize(13);
        for (IntegrationConfig each : config.integrations()) {
            try (Channel channel = channels.channel(each)) {
                assertThat(channel.name()).isEqualTo("ops/" + each.kind() + "[0]");
            }
        }
    }

    @Test
    void aBrokenTemplateIsFoundWhenTheChannelIsMade() throws ConfigException {
        IntegrationConfig broken = config("slack_configs: [{title: '{{ .Status | shout }}'}]")
                .integrations()
                .get(0);
        assertThatThrownBy(() -> channels.channel(broken))
                .isInstanceOf(TemplateException.class)
                .hasMessage("ops/slack_configs[0].title:1:14: function \"shout\" not defined or not supported");
    }
}
