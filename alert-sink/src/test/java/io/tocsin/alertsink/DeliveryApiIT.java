package io.tocsin.alertsink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.alertsink.ScriptedReceiver.Reaction;
import io.tocsin.embedded.EmbeddedKafka;
import io.tocsin.embedded.EmbeddedRegistry;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.DeliveryLedgerEntry;
import io.tocsin.service.RunningService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeliveryApiIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private final ScriptedReceiver receiver = new ScriptedReceiver();
    private EmbeddedKafka kafka;
    private EmbeddedRegistry registry;
    private SinkRig rig;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.builder(directory.resolve("kafka")).start();
        registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0);
        rig = new SinkRig(kafka, registry, directory);
        rig.extra.put("sink.webhook.ops.url", receiver.url().toString());
    }

    @AfterEach
    void stop() {
        rig.close();
        receiver.close();
        registry.close();
        kafka.close();
    }

    @Test
    void whatIsRefusedIsDeadAndCanBeReplayedUnderTheSameId() throws Exception {
        receiver.script(any -> Reaction.answer(400));
        RunningService service = rig.start("a");
        rig.transition("f", 1, 1, AlertState.FIRING);
        Eventually.within(LONG, () -> "told", () -> !receiver.received().isEmpty());
        String id = receiver.received().get(0).id();
        String path = "/api/v1/deliveries";
        Eventually.within(LONG, () -> "dead", () -> state(service, id).equals("dead"));
        assertThat(rig.read(rig.topics.deliveriesDead.name(), DeliveryLedgerEntry.class))
                .singleElement()
                .satisfies(dead -> assertThat(dead.getDelivery().getId()).isEqualTo(id));
        JsonNode list = get(service, path + "?state=dead&channel=ops&fingerprint=f", 200);
        assertThat(list.at("/items/0/id").textValue()).isEqualTo(id);
        assertThat(list.at("/items/0/attempts/0/http_status").intValue()).isEqualTo(400);
        assertThat(list.get("partial").booleanValue()).isFalse();
        assertThat(get(service, path + "?state=sent", 200).get("items")).isEmpty();
        get(service, path + "?state=lost&limit=0&cursor=x", 422);
        get(service, path + "/unknown", 404);

        receiver.script(any -> Reaction.answer(200));
        assertThat(post(service, path + "/" + id + "/replay")).isEqualTo(202);
        Eventually.within(LONG, () -> "sent", () -> state(service, id).equals("sent"));
        assertThat(receiver.received()).hasSize(2).allMatch(each -> each.id().equals(id));
        assertThat(receiver.received().get(1).text())
                .isEqualTo(receiver.received().get(0).text());
        assertThat(post(service, path + "/" + id + "/replay")).isEqualTo(409);
        assertThat(post(service, path + "/unknown/replay")).isEqualTo(404);
    }

    private static String state(RunningService service, String id) {
        try {
            return get(service, "/api/v1/deliveries/" + id, 200).get("state").textValue();
        } catch (AssertionError notYet) {
            return "";
        }
    }

    private static JsonNode get(RunningService service, String path, int status) {
        return exchange(HttpRequest.newBuilder(URI.create(service.uri() + path)).GET(), status);
    }

    private static JsonNode exchange(HttpRequest.Builder request, int status) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
            return JSON.readTree(response.body());
        } catch (java.io.IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private static int post(RunningService service, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.uri() + path))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    @Test
    void aNotificationIsSentReadResentAndForgotten() throws Exception {
        RunningService service = rig.start("a");
        String path = "/api/notifications";
        assertThat(get(service, path + "/channels", 200).findValuesAsText("type"))
                .contains("webhook");

        String id = sendTo(service, path, "ops").get("id").textValue();
        Eventually.within(LONG, () -> "told", () -> !receiver.received().isEmpty());
        assertThat(receiver.received().get(0).text()).contains("Disk swapped").contains("see the ticket");
        Eventually.within(LONG, () -> "sent", () -> statusOf(service, id).equals("sent"));

        JsonNode read = bulk(service, path, "mark_read", id, "unknown");
        assertThat(read.get("processed").intValue()).isEqualTo(1);
        assertThat(read.get("failed").intValue()).isEqualTo(1);
        assertThat(read.at("/results/1/error").textValue()).contains("no such");
        Eventually.within(LONG, () -> "read", () -> get(service, path + "/", 200)
                .at("/notifications/0/read")
                .booleanValue());
        assertThat(bulk(service, path, "resend", id).get("processed").intValue())
                .isEqualTo(1);
        Eventually.within(LONG, () -> "told again", () -> receiver.received().size() == 2);
        assertThat(receiver.received().get(1).id()).isNotEqualTo(id);
        assertThat(bulk(service, path, "delete", id).get("processed").intValue())
                .isEqualTo(1);
        Eventually.within(LONG, () -> "gone", () -> statusOf(service, id).isEmpty());

        JsonNode lost = sendTo(service, path, "pigeon");
        assertThat(lost.get("status").textValue()).isEqualTo("failed");
        Eventually.within(LONG, () -> "on the ledger", () -> statusOf(
                        service, lost.get("id").textValue())
                .equals("failed"));
        exchange(json(service, path, "{\"channel\": 1}"), 422);
        exchange(json(service, path + "/bulk", "{\"operation\": \"shred\", \"ids\": [\"a\"]}"), 422);
    }

    private static JsonNode sendTo(RunningService service, String path, String channel) {
        return exchange(
                json(
                        service,
                        path + "/",
                        "{\"channel\": \"" + channel
                                + "\", \"title\": \"Disk swapped\", \"message\": \"see the ticket\", \"severity\": \"Warning\"}"),
                200);
    }

    private static JsonNode bulk(RunningService service, String path, String operation, String... ids) {
        return exchange(
                json(
                        service,
                        path + "/bulk",
                        "{\"operation\": \"" + operation + "\", \"ids\": [\"" + String.join("\", \"", ids) + "\"]}"),
                200);
    }

    private static HttpRequest.Builder json(RunningService service, String path, String body) {
        return HttpRequest.newBuilder(URI.create(service.uri() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static String statusOf(RunningService service, String id) {
        for (JsonNode each : get(service, "/api/notifications?limit=100", 200).get("notifications")) {
            if (each.get("id").textValue().equals(id)) {
                return each.get("status").textValue();
            }
        }
        return "";
    }

    @Test
    void anAnswerOnAnyInstanceCoversAllDeliveries() {
        RunningService first = rig.start("a");
        RunningService second = rig.start("b");
        rig.episodes("f", 0, 20);
        rig.awaitAllSent(40);
        for (RunningService each : List.of(first, second)) {
            Eventually.within(
                    LONG,
                    () -> "all 40",
                    () -> get(each, "/api/v1/deliveries?limit=100&state=sent", 200)
                                    .get("items")
                                    .size()
                            == 40);
            JsonNode page = get(each, "/api/v1/deliveries?limit=15", 200);
            Set<String> ids = new HashSet<>();
            while (true) {
                page.get("items").forEach(item -> ids.add(item.get("id").textValue()));
                if (page.get("next_cursor").isNull()) {
                    break;
                }
                page = get(
                        each,
                        "/api/v1/deliveries?limit=15&cursor="
                                + page.get("next_cursor").textValue(),
                        200);
            }
            assertThat(ids).hasSize(40);
        }
    }
}
