package io.tocsin.alertsink.channel.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import io.tocsin.alertsink.Examples;
import io.tocsin.alertsink.ScriptedReceiver;
import io.tocsin.alertsink.ScriptedReceiver.Reaction;
import io.tocsin.alertsink.ScriptedReceiver.Received;
import io.tocsin.alertsink.channel.Channel;
import io.tocsin.alertsink.channel.DeliveryResult;
import io.tocsin.alertsink.channel.IntegrationChannels;
import io.tocsin.alertsink.channel.config.ChannelConfigReader;
import io.tocsin.alertsink.config.IntegrationConfig;
import io.tocsin.alertsink.template.TemplateSet;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.Delivery;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each kind of receiver is sent, word by word, and what its answers mean. */
final class NotifiersTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Instant NOW = Instant.ofEpochMilli(Examples.START);
    private static final String GROUP = "{}:{alertname=\"cpu-usage-high\"}";
    /** SHA-256 of {@link #GROUP}, by sha256sum. */
    private static final String HASH = "773a73eb1653031cb8bed24233bcdebe248a49eec5dc7f454f081e9d0efed665";

    private static final String SUBJECT = "cpu-usage-high (critical checkout)";
    private static final String LIST = "Labels:\n - alertname = cpu-usage-high\n - severity = critical\n"
            + " - source = checkout\nAnnotations:\n - summary = CPU usage is high\nSource: http://gen\n";

    private final ScriptedReceiver receiver = new ScriptedReceiver();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final IntegrationChannels channels =
            new IntegrationChannels(TemplateSet.defaults(), "http://am", () -> producer, Optional.empty(), () -> NOW);

    @AfterEach
    void close() {
        receiver.close();
    }

    private static Delivery delivery(boolean resolved) {
        Delivery delivery = Examples.delivery("5f7c7e1e-0000-5000-8000-000000000001", "c", "f", 1, resolved);
        return Delivery.newBuilder(delivery)
                .setGroupKey(GROUP)
                .setReceiver("ops")
                .setGroupLabels(Map.of("alertname", "cpu-usage-high"))
                .setAlerts(List.of(Alert.newBuilder(delivery.getAlerts().get(0))
                        .setGeneratorUrl("http://gen")
                        .build()))
                .build();
    }

    private Channel channel(String kind, Map<String, Object> settings) {
        return channels.channel(new IntegrationConfig("ops", kind, 0, settings));
    }

    private Received told(String kind, Map<String, Object> settings, boolean resolved) throws Exception {
        int before = receiver.received().size();
        try (Channel channel = channel(kind, settings)) {
            assertThat(channel.deliver(delivery(resolved))).isInstanceOf(DeliveryResult.Delivered.class);
        }
        return receiver.received().get(before);
    }

    private String url() {
        return receiver.url().toString();
    }

    private static void assertJson(Received request, String expected) throws Exception {
        assertThat(request.headers()).containsEntry("content-type", "application/json");
        assertThat(MAPPER.readTree(request.body())).isEqualTo(MAPPER.readTree(expected));
    }

    @Test
    void webhook() throws Exception {
        Received request = told("webhook", Map.of("url", url(), "send_resolved", true), false);
        assertJson(
                request,
                "{'receiver':'ops','status':'firing','alerts':[{'status':'firing','labels':{'alertname':'cpu-usage-high',"
                                .replace('\'', '"')
                        + "\"severity\":\"critical\",\"source\":\"checkout\"},\"annotations\":{\"summary\":\"CPU usage is high\"},"
                        + "\"startsAt\":\"2026-11-20T09:17:59.65Z\",\"endsAt\":\"0001-01-01T00:00:00Z\","
                        + "\"generatorURL\":\"http://gen\",\"fingerprint\":\"f\"}],"
                        + "\"groupLabels\":{\"alertname\":\"cpu-usage-high\"},"
                        + "\"commonLabels\":{\"alertname\":\"cpu-usage-high\",\"severity\":\"critical\",\"source\":\"checkout\"},"
                        + "\"commonAnnotations\":{\"summary\":\"CPU usage is high\"},\"externalURL\":\"http://am\",\"version\":\"4\","
                        + "\"groupKey\":\"{}:{alertname=\\\"cpu-usage-high\\\"}\",\"truncatedAlerts\":0,"
                        + "\"notification_reason\":\"first notification\"}");
        assertThat(request.headers())
                .containsEntry("webhook-id", "5f7c7e1e-0000-5000-8000-000000000001")
                .containsEntry("idempotency-key", "5f7c7e1e-0000-5000-8000-000000000001")
                .containsEntry("user-agent", "Tocsin")
                .doesNotContainKey("webhook-signature");
    }

    @Test
    void aWebhooksSignatureIsVerifiedByTheReferenceImplementationWithOldAndNewKey() throws Exception {
        String old = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        String renewed = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
        Map<String, Object> settings = Map.of("url", url(), "signing_secrets", List.of(renewed, old));
        try (Channel channel = new IntegrationChannels(
                        TemplateSet.defaults(), "http://am", () -> producer, Optional.empty(), InstantSource.system())
                .channel(new IntegrationConfig("ops", "webhook", 0, settings))) {
            assertThat(channel.deliver(delivery(false))).isInstanceOf(DeliveryResult.Delivered.class);
        }
        Received request = receiver.received().get(0);
        Map<String, List<String>> headers = new HashMap<>();
        request.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        HttpHeaders all = HttpHeaders.of(headers, (name, value) -> true);
        for (String key : List.of(old, renewed)) {
            assertThatCode(() -> new Webhook(key).verify(request.text(), all)).doesNotThrowAnyException();
        }
        assertThatCode(() -> new Webhook("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").verify(request.text(), all))
                .isInstanceOf(Exception.class);
    }

    @Test
    void aWebhooksPayloadUrlAndHeadersCanBeOnesOwn() throws Exception {
        Received request = told(
                "webhook",
                Map.of(
                        "url", url() + "/{{ .CommonLabels.source }}",
                        "payload",
                                Map.of("text", "{{ .Status }}", "list", List.of(1, true, "{{ toJson .GroupLabels }}")),
                        "http_config",
                                Map.of(
                                        "basic_auth", Map.of("username", "u", "password", "p"),
                                        "http_headers", Map.of("X-A", Map.of("values", List.of("1"))))),
                false);
        assertJson(request, "{\"text\":\"firing\",\"list\":[1,true,{\"alertname\":\"cpu-usage-high\"}]}");
        assertThat(request.headers())
                .containsEntry("authorization", "Basic dTpw")
                .containsEntry("x-a", "1");
    }

    @Test
    void oauth2TokensAreFetchedOnceAndUsed() throws Exception {
        receiver.script(any -> new String(any.body(), StandardCharsets.UTF_8).startsWith("grant_type")
                ? Reaction.answer(200).withText("{\"access_token\":\"tok\",\"expires_in\":3600}")
                : Reaction.answer(200));
        Map<String, Object> oauth2 =
                Map.of("client_id", "me", "client_secret", "s", "token_url", url(), "scopes", List.of("a", "b"));
        try (Channel channel = channel("webhook", Map.of("url", url(), "http_config", Map.of("oauth2", oauth2)))) {
            channel.deliver(delivery(false));
            channel.deliver(delivery(false));
        }
        assertThat(receiver.received()).hasSize(3);
        assertThat(receiver.received().get(0).text()).isEqualTo("grant_type=client_credentials&scope=a+b");
        assertThat(receiver.received().get(0).headers()).containsEntry("authorization", "Basic bWU6cw==");
        assertThat(receiver.received().get(2).headers()).containsEntry("authorization", "Bearer tok");
    }

    @Test
    void slack() throws Exception {
        Map<String, Object> settings = Map.of(
                "api_url", url(),
                "channel", "#ops",
                "color", "{{ if eq .Status \"firing\" }}danger{{ else }}good{{ end }}",
                "fields", List.of(Map.of("title", "T", "value", "{{ .Status }}", "short", true)),
                "actions", List.of(Map.of("type", "button", "text", "go", "url", "{{ .ExternalURL }}")));
        assertJson(
                told("slack", settings, false),
                "{\"channel\":\"#ops\",\"username\":\"Alertmanager\",\"attachments\":[{\"title\":\"[FIRING:1] "
                        + SUBJECT
                        + "\",\"title_link\":\"http://am/#/alerts?receiver=ops\",\"text\":\"\",\"fallback\":\"[FIRING:1] "
                        + SUBJECT
                        + " | http://am/#/alerts?receiver=ops\",\"callback_id\":\"\",\"footer\":\"\",\"color\":\"danger\","
                        + "\"fields\":[{\"title\":\"T\",\"value\":\"firing\",\"short\":true}],"
                        + "\"actions\":[{\"type\":\"button\",\"text\":\"go\",\"url\":\"http://am\"}],"
                        + "\"mrkdwn_in\":[\"fallback\",\"pretext\",\"text\"]}]}");
        assertThat(told("slack", settings, true).text()).contains("[RESOLVED] " + SUBJECT, "\"color\":\"good\"");
    }

    @Test
    void slackSaysWith200ThatItRefused() throws Exception {
        receiver.script(any -> Reaction.answer(200).withText("{\"ok\":false,\"error\":\"channel_not_found\"}"));
        assertThat(channel("slack", Map.of("api_url", url())).deliver(delivery(false)))
                .isEqualTo(new DeliveryResult.Refused(OptionalInt.of(200), "Slack answered: channel_not_found"));
        receiver.script(any -> Reaction.answer(200).withText("{\"ok\":false,\"error\":\"ratelimited\"}"));
        assertThat(channel("slack", Map.of("api_url", url())).deliver(delivery(false)))
                .isInstanceOf(DeliveryResult.Failed.class);
    }

    @Test
    void pagerduty() throws Exception {
        Map<String, Object> settings = Map.of(
                "routing_key",
                "rk",
                "url",
                url(),
                "severity",
                "{{ .CommonLabels.severity }}",
                "class",
                "c",
                "group",
                "{{ .GroupLabels.alertname }}",
                "details",
                Map.of("num_firing", "{{ .Alerts.Firing | len }}", "firing", "x", "resolved", "y"),
                "images",
                List.of(Map.of("src", "http://i", "alt", "a"), Map.of("alt", "left out")),
                "links",
                List.of(Map.of("href", "http://l", "text", "t")));
        assertJson(
                told("pagerduty", settings, false),
                "{\"routing_key\":\"rk\",\"dedup_key\":\"" + HASH
                        + "\",\"event_action\":\"trigger\",\"payload\":{\"summary\":\"[FIRING:1] "
                        + SUBJECT
                        + "\",\"source\":\"Alertmanager\",\"severity\":\"critical\",\"class\":\"c\",\"group\":\"cpu-usage-high\","
                        + "\"custom_details\":{\"firing\":\"x\",\"num_firing\":\"1\",\"num_resolved\":\"0\",\"resolved\":\"y\"}},"
                        + "\"client\":\"Alertmanager\",\"client_url\":\"http://am/#/alerts?receiver=ops\","
                        + "\"images\":[{\"alt\":\"a\",\"href\":\"\",\"src\":\"http://i\"}],"
                        + "\"links\":[{\"href\":\"http://l\",\"text\":\"t\"}]}");
        JsonNode resolve = MAPPER.readTree(told("pagerduty", settings, true).body());
        assertThat(resolve.get("event_action").textValue()).isEqualTo("resolve");
        assertThat(resolve.get("dedup_key").textValue()).isEqualTo(HASH);
    }

    @Test
    void opsgenie() throws Exception {
        Map<String, Object> settings = Map.of(
                "api_key", "k",
                "api_url", url(),
                "priority", "P1",
                "tags", "a,b",
                "responders", List.of(Map.of("name", "x,y", "type", "teams"), Map.of("id", "1", "type", "user")));
        Received create = told("opsgenie", settings, false);
        assertThat(create.headers()).containsEntry("authorization", "GenieKey k");
        assertThat(create.path()).isEqualTo("/hook/v2/alerts");
        assertJson(
                create,
                "{\"alias\":\"" + HASH + "\",\"message\":\"[FIRING:1] " + SUBJECT
                        + "\",\"description\":\"CPU usage is high\\nAlerts Firing:\\n"
                        + LIST.replace("\n", "\\n")
                        + "\\n\",\"details\":{\"alertname\":\"cpu-usage-high\",\"severity\":\"critical\",\"source\":\"checkout\"},"
                        + "\"source\":\"http://am/#/alerts?receiver=ops\",\"responders\":[{\"name\":\"x\",\"type\":\"team\"},"
                        + "{\"name\":\"y\",\"type\":\"team\"},{\"id\":\"1\",\"type\":\"user\"}],\"tags\":[\"a\",\"b\"],\"priority\":\"P1\"}");
        Received close = told("opsgenie", settings, true);
        assertThat(close.path()).isEqualTo("/hook/v2/alerts/" + HASH + "/close?identifierType=alias");
        assertJson(close, "{\"source\":\"http://am/#/alerts?receiver=ops\"}");
    }

    @Test
    void teamsByConnectorAndByWorkflow() throws Exception {
        assertJson(
                told("msteams", Map.of("webhook_url", url(), "text", "{{ .Status }}"), false),
                "{\"@context\":\"http://schema.org/extensions\",\"type\":\"MessageCard\",\"title\":\"[FIRING:1] "
                        + SUBJECT + "\",\"summary\":\"[FIRING:1] " + SUBJECT
                        + "\",\"text\":\"firing\",\"themeColor\":\"8C1A1A\"}");
        assertJson(
                told("msteamsv2", Map.of("webhook_url", url(), "title", "t", "text", "x"), true),
                "{\"type\":\"message\",\"attachments\":[{\"contentType\":\"application/vnd.microsoft.card.adaptive\",\"contentUrl\":null,"
                        + "\"content\":{\"$schema\":\"http://adaptivecards.io/schemas/adaptive-card.json\",\"type\":\"AdaptiveCard\","
                        + "\"version\":\"1.2\",\"body\":[{\"type\":\"TextBlock\",\"text\":\"t\",\"weight\":\"Bolder\",\"size\":\"Medium\","
                        + "\"wrap\":true,\"style\":\"heading\",\"color\":\"Good\"},{\"type\":\"TextBlock\",\"text\":\"x\",\"wrap\":true}],"
                        + "\"msteams\":{\"width\":\"full\"}}}]}");
    }

    @Test
    void discordTelegramWebexVictorops() throws Exception {
        assertJson(
                told("discord", Map.of("webhook_url", url(), "message", "m", "username", "u"), false),
                "{\"content\":\"\",\"embeds\":[{\"title\":\"[FIRING:1] " + SUBJECT
                        + "\",\"description\":\"m\",\"color\":10038562}],\"username\":\"u\"}");
        Received telegram = told(
                "telegram",
                Map.of("api_url", url(), "bot_token", "5:x", "chat_id", 42L, "message", "<b>{{ \"<\" }}</b>"),
                false);
        assertThat(telegram.path()).isEqualTo("/hook/bot5:x/sendMessage");
        assertJson(
                telegram,
                "{\"chat_id\":\"42\",\"text\":\"<b>&lt;</b>\",\"disable_web_page_preview\":true,\"parse_mode\":\"HTML\"}");
        Received webex = told(
                "webex",
                Map.of(
                        "api_url",
                        url(),
                        "room_id",
                        "r",
                        "message",
                        "m",
                        "http_config",
                        Map.of("authorization", Map.of("credentials", "tok"))),
                false);
        assertThat(webex.headers()).containsEntry("authorization", "Bearer tok");
        assertJson(webex, "{\"markdown\":\"m\",\"roomId\":\"r\"}");
        Received victorops = told(
                "victorops",
                Map.of(
                        "api_url",
                        url(),
                        "api_key",
                        "k",
                        "routing_key",
                        "r",
                        "state_message",
                        "s",
                        "custom_fields",
                        Map.of("a", "b")),
                true);
        assertThat(victorops.path()).isEqualTo("/hook/k/r");
        assertJson(
                victorops,
                "{\"entity_id\":\"" + HASH + "\",\"a\":\"b\",\"entity_display_name\":\"[RESOLVED] " + SUBJECT
                        + "\",\"message_type\":\"RECOVERY\",\"monitoring_tool\":\"Alertmanager\",\"state_message\":\"s\"}");
    }

    @Test
    void pushover() throws Exception {
        Received request =
                told("pushover", Map.of("user_key", "u", "token", "t", "api_url", url(), "message", " "), false);
        assertThat(request.headers()).containsEntry("content-type", "application/x-www-form-urlencoded");
        assertThat(request.text())
                .startsWith("token=t&user=u&title=%5BFIRING%3A1%5D+cpu-usage-high")
                .contains("&message=%28no+details%29&", "&priority=2&", "&retry=60&expire=3600");
    }

    @Test
    void kafkaGetsACloudEventKeyedByGroup() throws Exception {
        assertThat(channel("kafka", Map.of("topic", "alerts")).deliver(delivery(false)))
                .isInstanceOf(DeliveryResult.Delivered.class);
        ProducerRecord<byte[], byte[]> record = producer.history().get(0);
        assertThat(record.topic()).isEqualTo("alerts");
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(GROUP);
        assertThat(new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
                .isEqualTo("5f7c7e1e-0000-5000-8000-000000000001");
        assertThat(MAPPER.readTree(record.value()).get("version").textValue()).isEqualTo("4");
    }

    @Test
    void answersAreJudgedAlikeForAllKinds() throws Exception {
        Channel channel = channel("webhook", Map.of("url", url(), "timeout", Duration.ofMillis(300)));
        for (int passing : List.of(408, 425, 429, 500, 503)) {
            receiver.script(any -> Reaction.retryAfter(passing, "7"));
            DeliveryResult result = channels.channel(new IntegrationConfig("ops", "webhook", 0, Map.of("url", url())))
                    .deliver(delivery(false));
            assertThat(result).isInstanceOf(DeliveryResult.Failed.class);
            assertThat(((DeliveryResult.Failed) result).retryAfter()).contains(Duration.ofSeconds(7));
        }
        receiver.script(any -> Reaction.hang());
        assertThat(channel.deliver(delivery(false))).isEqualTo(DeliveryResult.Failed.because("no answer in time"));
        receiver.script(any -> Reaction.reset());
        assertThat(channel.deliver(delivery(false))).isInstanceOf(DeliveryResult.Failed.class);
        receiver.script(any -> Reaction.answer(200).withBody(50_000_000));
        assertThat(channel.deliver(delivery(false))).isInstanceOf(DeliveryResult.Delivered.class);
        receiver.script(any -> Reaction.answer(400));
        assertThat(channel.deliver(delivery(false))).isInstanceOf(DeliveryResult.Refused.class);
        receiver.script(any -> Reaction.answer(410));
        assertThat(channel.deliver(delivery(false))).isInstanceOf(DeliveryResult.Refused.class);
        int before = receiver.received().size();
        assertThat(channel.deliver(delivery(false)).httpStatus()).hasValue(410);
        assertThat(receiver.received()).as("what is gone is not asked again").hasSize(before);
    }

    @Test
    void aTemplateThatFailsIsHopelessAndSaysWhere() throws Exception {
        assertThat(channel("slack", Map.of("api_url", url(), "title", "{{ .Nope }}"))
                        .deliver(delivery(false)))
                .isInstanceOfSatisfying(DeliveryResult.Refused.class, refused -> assertThat(refused.error())
                        .startsWith("template: ops/slack_configs[0].title:1:4: can't evaluate field Nope"));
    }

    @Test
    void everyKindHasAChannel() {
        assertThat(ChannelConfigReader.kinds()).hasSize(13);
    }
}
