package io.tocsin.alertsink.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.alertsink.Examples;
import io.tocsin.alertsink.ScriptedReceiver;
import io.tocsin.alertsink.ScriptedReceiver.Reaction;
import io.tocsin.alertsink.ScriptedReceiver.Received;
import io.tocsin.schemas.Delivery;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookTest {

    private static final String OLD_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String NEW_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final Instant NOW = Instant.parse("2026-11-20T09:16:58.650Z");

    private final ScriptedReceiver receiver = new ScriptedReceiver();
    private final Delivery firing = Examples.delivery("5f7c7e1e-0000-5000-8000-000000000001", "ops", "f", 1, false);

    @AfterEach
    void close() {
        receiver.close();
    }

    private Webhook webhook(Duration timeout, String... secrets) {
        return webhook(receiver.url(), timeout, secrets);
    }

    private static Webhook webhook(URI url, Duration timeout, String... secrets) {
        List<WebhookSecret> parsed =
                java.util.Arrays.stream(secrets).map(WebhookSecret::parse).toList();
        return new Webhook(
                new WebhookParameters("ops", url, parsed, timeout),
                new NotificationJson("https://t.example"),
                () -> NOW);
    }

    @Test
    void theBodyIsAlertmanagersVersionFour() throws Exception {
        assertThat(webhook(Duration.ofSeconds(5)).deliver(firing))
                .isEqualTo(new DeliveryResult.Delivered(OptionalInt.of(200)));
        Received request = receiver.received().get(0);
        assertThat(request.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("idempotency-key", firing.getId())
                .containsEntry("webhook-id", firing.getId())
                .doesNotContainKey("webhook-signature");
        assertThat(request.text())
                .isEqualTo("{\"receiver\":\"ops\",\"status\":\"firing\",\"alerts\":[{\"status\":\"firing\","
                        + "\"labels\":{\"alertname\":\"cpu-usage-high\",\"severity\":\"critical\",\"source\":\"checkout\"},"
                        + "\"annotations\":{\"summary\":\"CPU usage is high\"},"
                        + "\"startsAt\":\"2026-11-20T09:17:59.650Z\",\"endsAt\":\"0001-01-01T00:00:00Z\","
                        + "\"generatorURL\":\"https://t.example/api/v1/alerts/f\",\"fingerprint\":\"f\"}],"
                        + "\"groupLabels\":{\"alertname\":\"cpu-usage-high\",\"severity\":\"critical\",\"source\":\"checkout\"},"
                        + "\"commonLabels\":{\"alertname\":\"cpu-usage-high\",\"severity\":\"critical\",\"source\":\"checkout\"},"
                        + "\"commonAnnotations\":{\"summary\":\"CPU usage is high\"},"
                        + "\"externalURL\":\"https://t.example\",\"version\":\"4\","
                        + "\"groupKey\":\"{}:{alertname=\\\"cpu-usage-high\\\", severity=\\\"critical\\\", source=\\\"checkout\\\"}\","
                        + "\"truncatedAlerts\":0,\"notification_reason\":\"first notification\"}");
    }

    @Test
    void aResolvedAlertHasItsEnd() throws Exception {
        webhook(Duration.ofSeconds(5)).deliver(Examples.delivery("id", "ops", "f", 2, true));
        JsonNode body = new ObjectMapper().readTree(receiver.received().get(0).body());
        assertThat(body.at("/status").textValue()).isEqualTo("resolved");
        assertThat(body.at("/alerts/0/status").textValue()).isEqualTo("resolved");
        assertThat(body.at("/alerts/0/endsAt").textValue()).isEqualTo("2026-11-20T09:18:00.650Z");
    }

    @Test
    void everySecretSignsAsStandardWebhooksSays() throws Exception {
        webhook(Duration.ofSeconds(5), NEW_SECRET, OLD_SECRET).deliver(firing);
        Received request = receiver.received().get(0);
        assertThat(request.headers()).containsEntry("webhook-timestamp", "" + NOW.getEpochSecond());
        for (String secret : List.of(NEW_SECRET, OLD_SECRET)) {
            SignatureCheck.verify(secret, request.headers(), request.body());
        }
        byte[] tampered = request.text().replace("firing", "harmless").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> SignatureCheck.verify(NEW_SECRET, request.headers(), tampered))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void theSignatureIsThatOfThePublishedExample() {
        // From the specification of standard-webhooks.
        String signature = WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .sign(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1_614_265_330L,
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));
        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
    void mayBeTriedAgain(int status) throws Exception {
        receiver.script(any -> Reaction.answer(status));
        assertThat(webhook(Duration.ofSeconds(5)).deliver(firing))
                .isInstanceOfSatisfying(DeliveryResult.Failed.class, failed -> {
                    assertThat(failed.httpStatus()).hasValue(status);
                    assertThat(failed.retryAfter()).isEmpty();
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308, 400, 401, 403, 404, 410, 413, 422})
    void isRefusedForGood(int status) throws Exception {
        receiver.script(any -> new Reaction(status, Map.of("Location", "/elsewhere"), Duration.ZERO, 0, ""));
        assertThat(webhook(Duration.ofSeconds(5)).deliver(firing)).isInstanceOf(DeliveryResult.Refused.class);
        assertThat(receiver.received()).as("redirects are not followed").hasSize(1);
    }

    @Test
    void retryAfterIsReadInSecondsAndAsADate() throws Exception {
        receiver.script(any -> Reaction.retryAfter(503, "120"));
        assertThat(((DeliveryResult.Failed) webhook(Duration.ofSeconds(5)).deliver(firing)).retryAfter())
                .contains(Duration.ofSeconds(120));
        receiver.script(any -> Reaction.retryAfter(429, "Fri, 20 Nov 2026 09:17:28 GMT"));
        assertThat(((DeliveryResult.Failed) webhook(Duration.ofSeconds(5)).deliver(firing)).retryAfter())
                .contains(Duration.ofMillis(29_350));
        receiver.script(any -> Reaction.retryAfter(429, "soon"));
        assertThat(((DeliveryResult.Failed) webhook(Duration.ofSeconds(5)).deliver(firing)).retryAfter())
                .isEmpty();
    }

    @Test
    void aReceiverThatHangsResetsOrIsNotThereIsAFailureThatNamesNoUrl() throws Exception {
        receiver.script(any -> Reaction.hang());
        assertFailed(webhook(Duration.ofMillis(200)).deliver(firing));
        receiver.script(any -> Reaction.reset());
        assertFailed(webhook(Duration.ofSeconds(5)).deliver(firing));
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertFailed(webhook(URI.create("http://127.0.0.1:" + free + "/token-9f2"), Duration.ofSeconds(5))
                .deliver(firing));
        assertFailed(webhook(URI.create("http://host.invalid/token-9f2"), Duration.ofSeconds(5))
                .deliver(firing));
    }

    @Test
    void anAnswerWithAHugeBodyIsJudgedByItsHead() throws Exception {
        receiver.script(any -> Reaction.answer(200).withBody(50_000_000));
        Webhook webhook = webhook(Duration.ofSeconds(5));
        for (int i = 0; i < 3; i++) {
            assertThat(webhook.deliver(firing)).isInstanceOf(DeliveryResult.Delivered.class);
        }
    }

    @Test
    void noSecretNorPathIsShown() {
        WebhookParameters parameters = new WebhookParameters(
                "ops",
                URI.create("https://hooks.example:8443/services/T0/B1/secret-path?token=x"),
                List.of(WebhookSecret.parse(NEW_SECRET)),
                Duration.ofSeconds(1));
        assertThat(parameters.toString()).isEqualTo("webhook ops to https://hooks.example:8443");
        assertThat(WebhookSecret.parse(NEW_SECRET).toString()).doesNotContain("C2FV");
        assertThatThrownBy(() -> WebhookSecret.parse("whsec_!!not-base64"))
                .hasMessageNotContaining("not-base64")
                .hasNoCause();
        assertThatThrownBy(() -> new WebhookParameters(
                        "ops", URI.create("https://me:pass@host/x"), List.of(), Duration.ofSeconds(1)))
                .hasMessageNotContaining("pass@")
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertFailed(DeliveryResult result) {
        assertThat(result).isInstanceOfSatisfying(DeliveryResult.Failed.class, failed -> {
            assertThat(failed.httpStatus()).isEmpty();
            assertThat(failed.error()).isNotBlank().doesNotContain("://", "token-9f2");
        });
    }
}
