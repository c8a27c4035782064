package io.tocsin.alertsink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.alertsink.ScriptedReceiver.Reaction;
import io.tocsin.embedded.EmbeddedKafka;
import io.tocsin.embedded.EmbeddedRegistry;
import io.tocsin.service.RunningService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maintenance windows, acknowledgements, explanations and tests over HTTP. */
final class LifeApiIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String WINDOWS = "/api/v1/maintenance-windows";

    @TempDir
    private static Path directory;

    private static final ScriptedReceiver RECEIVER = new ScriptedReceiver();
    private static EmbeddedKafka kafka;
    private static EmbeddedRegistry registry;
    private static SinkRig rig;
    private static RunningService sink;

    @BeforeAll
    static void start() throws IOException {
        kafka = EmbeddedKafka.builder(directory.resolve("kafka")).start();
        registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0);
        rig = new SinkRig(kafka, registry, directory);
        Path config = Files.writeString(directory.resolve("alertmanager.yml"), """
                route:
                  receiver: team
                  group_by: [alertname]
                  group_wait: 0s
                  group_interval: 1s
                  routes:
                  - {receiver: db, matchers: [ 'team="db"' ]}
                receivers:
                - {name: team, webhook_configs: [{url: '%1$s/team'}]}
                - {name: db, webhook_configs: [{url: '%1$s/db'}]}
                - {name: boss, webhook_configs: [{url: '%1$s/boss'}]}
                escalations:
                - {name: unanswered, matchers: [ 'severity="critical"' ], steps: [{after: 3s, receiver: boss}]}
                """.formatted(RECEIVER.url()));
        rig.extra.put("sink.alertmanager-config", config.toString());
        RECEIVER.script(request -> request.text().contains("\"broken\"") ? Reaction.answer(400) : Reaction.answer(200));
        sink = rig.start("a");
    }

    @AfterAll
    static void stop() {
        rig.close();
        RECEIVER.close();
        registry.close();
        kafka.close();
    }

    private static JsonNode exchange(String method, String path, String body, int status) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sink.uri() + path))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode())
                    .as(method + " " + path + " " + response.body())
                    .isEqualTo(status);
            return response.body().isEmpty() ? JSON.missingNode() : JSON.readTree(response.body());
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private static void fire(String name, String more) {
        exchange(
                "POST",
                "/alertmanager/api/v2/alerts",
                "[{\"labels\": {\"alertname\": \"%s\"%s}, \"startsAt\": \"%s\", \"endsAt\": \"2099-01-01T00:00:00Z\"}]"
                        .formatted(name, more, Instant.now()),
                200);
    }

    private static long told(String path, String name) {
        return RECEIVER.received().stream()
                .filter(each -> each.path().endsWith(path) && each.text().contains('"' + name + '"'))
                .count();
    }

    private static String fingerprint(String name) {
        return exchange("GET", "/alertmanager/api/v2/alerts?filter=alertname%3D" + name, "", 200)
                .at("/0/fingerprint")
                .asText();
    }

    private static JsonNode window(String more, int status) {
        return exchange(
                "POST",
                WINDOWS,
                "{\"matchers\": [\"alertname=~\\\"patched.*\\\"\"], \"created_by\": \"ann\", \"comment\": \"patches\"%s}"
                        .formatted(more),
                status);
    }

    @Test
    void aWindowMutesShowsInTheStatusAndEndsWhenItIsDeleted() {
        JsonNode made = window(", \"duration\": \"1h\"", 201);
        String id = made.path("id").asText();
        assertThat(made.path("state").asText()).isEqualTo("active");
        fire("patched1", "");
        fire("other", "");
        Eventually.within(LONG, () -> "the other alert told", () -> told("/team", "other") == 1);
        JsonNode alert = exchange("GET", "/alertmanager/api/v2/alerts?filter=alertname%3Dpatched1", "", 200);
        assertThat(alert.at("/0/status/silencedBy/0").asText()).isEqualTo(id);
        JsonNode trace = exchange("GET", "/api/v1/alerts/" + fingerprint("patched1") + "/explain", "", 200);
        assertThat(trace.at("/silenced_by/0/kind").asText()).isEqualTo("maintenance_window");
        assertThat(trace.at("/routes/0/channels/0/why").asText()).isEqualTo("silenced by " + id);
        assertThat(trace.path("deliveries")).isEmpty();

        exchange("DELETE", WINDOWS + "/" + id, "", 204);
        Eventually.within(LONG, () -> "told after the window", () -> told("/team", "patched1") == 1);
        assertThat(exchange("GET", WINDOWS + "/" + id, "", 200).path("state").asText())
                .isEqualTo("expired");
        exchange("PUT", WINDOWS + "/" + id, "{}", 409);
    }

    @Test
    void aRecurringWindowSaysWhenItIsNextAndCanBeChanged() {
        JsonNode made = window(
                ", \"starts_at\": \"2030-01-05T02:00:00\", \"time_zone\": \"Europe/Berlin\", \"duration\": \"2h\","
                        + " \"rrule\": \"FREQ=WEEKLY;BYDAY=SA;COUNT=3\"",
                201);
        assertThat(made.path("state").asText()).isEqualTo("pending");
        assertThat(made.path("windows")).hasSize(3);
        assertThat(made.at("/windows/1/starts_at").asText()).isEqualTo("2030-01-12T01:00:00Z");
        String id = made.path("id").asText();
        JsonNode changed = exchange("PUT", WINDOWS + "/" + id, """
                {"matchers": [{"name": "a", "value": "b.*", "is_regex": true}], "starts_at": "2031-01-01T00:00:00Z",
                 "duration": "30m", "rrule": "FREQ=DAILY", "ends_at": "2031-01-03T00:00:00Z", "created_by": "bob", "comment": "c"}
                """, 200);
        assertThat(changed.path("windows")).hasSize(2);
        assertThat(exchange("GET", WINDOWS, "", 200).path("items"))
                .anyMatch(each -> each.path("id").asText().equals(id)
                        && each.path("created_by").asText().equals("bob"));
        // Alertmanager's API would lose the calendar, and the window would mute all the time.
        exchange("POST", "/alertmanager/api/v2/silences", """
                {"id": "%s", "matchers": [{"name": "a", "value": "b", "isRegex": false}], "startsAt": "2031-01-01T00:00:00Z",
                 "endsAt": "2032-01-01T00:00:00Z", "createdBy": "x", "comment": "y"}
                """.formatted(id), 400);
    }

    @Test
    void whatIsWrongWithAWindowIsSaidByField() {
        JsonNode problem = exchange("POST", WINDOWS, """
                {"matchers": ["=", {"name": "a", "value": "(", "is_regex": true}], "starts_at": "tomorrow", "duration": "2x",
                 "rrule": "FREQ=HOURLY", "time_zone": "Mars/Base", "name": "x"}
                """, 422);
        String errors = problem.path("errors").toString();
        for (String field : List.of(
                "matchers[0]",
                "matchers[1]",
                "starts_at",
                "duration",
                "time_zone",
                "created_by",
                "comment",
                "\"name\"")) {
            assertThat(errors).contains(field);
        }
        assertThat(window("", 422).path("errors").toString()).contains("one of ends_at and duration");
        assertThat(window(", \"ends_at\": \"2001-01-01T00:00:00Z\"", 422).toString())
                .contains("must be after starts_at");
        assertThat(window(", \"duration\": \"1h\", \"rrule\": \"FREQ=DAILY\"", 422)
                        .toString())
                .contains("starts_at");
        window(
                ", \"duration\": \"1h\", \"rrule\": \"FREQ=DAILY;UNTIL=20200101\", \"starts_at\": \"2019-01-01T00:00:00Z\"",
                422);
        for (String far : List.of("+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z", "3000-01-01T00:00:00Z")) {
            assertThat(window(", \"duration\": \"1h\", \"rrule\": \"FREQ=DAILY\", \"starts_at\": \"" + far + "\"", 422)
                            .toString())
                    .contains("from 1970 to 2999");
        }
        assertThat(window(", \"duration\": \"300y\"", 422).toString()).contains("duration");
        exchange("POST", WINDOWS, "[]", 400);
        exchange("GET", WINDOWS + "/unknown", "", 404);
    }

    @Test
    void anAcknowledgedAlertIsNotEscalated() {
        fire("answered", ", \"severity\": \"critical\"");
        JsonNode made = exchange(
                "POST",
                "/api/v1/acknowledgements",
                "{\"matchers\": [\"alertname=answered\"], \"created_by\": \"ann\", \"comment\": \"on it\"}",
                201);
        fire("unanswered", ", \"severity\": \"critical\"");
        Eventually.within(LONG, () -> "escalated", () -> told("/boss", "unanswered") == 1);
        assertThat(told("/boss", "answered")).isZero();
        JsonNode trace = exchange("GET", "/api/v1/alerts/" + fingerprint("answered") + "/explain", "", 200);
        assertThat(trace.path("acknowledged_by").asText()).isEqualTo("ann");
        assertThat(trace.at("/routes/1/escalation").asBoolean()).isTrue();
        exchange("DELETE", "/api/v1/acknowledgements/" + made.path("id").asText(), "", 204);
        Eventually.within(LONG, () -> "escalated after all", () -> told("/boss", "answered") == 1);
        exchange("POST", "/api/v1/acknowledgements", "{\"matchers\": [], \"duration\": \"99d\"}", 422);
    }

    @Test
    void anExplanationHasEachTryOfEachDelivery() {
        fire("broken", ", \"team\": \"db\"");
        Eventually.within(LONG, () -> "tried", () -> told("/db", "broken") > 0);
        Eventually.within(LONG, () -> "on the ledger", () -> !exchange(
                        "GET", "/api/v1/alerts/" + fingerprint("broken") + "/explain", "", 200)
                .at("/routes/0/channels/0/deliveries/0/attempts")
                .isEmpty());
        JsonNode trace = exchange("GET", "/api/v1/alerts/" + fingerprint("broken") + "/explain", "", 200);
        assertThat(trace.at("/routes/0/path")).hasSize(2);
        assertThat(trace.at("/routes/0/channels/0/channel").asText()).isEqualTo("db/webhook[0]");
        assertThat(trace.at("/routes/0/channels/0/deliveries/0/attempts/0/http_status")
                        .asInt())
                .isEqualTo(400);
        exchange("GET", "/api/v1/alerts/0123456789abcdef/explain", "", 404);
        exchange("GET", "/api/v1/alerts/nonsense/explain", "", 404);
    }

    @Test
    void aRouteIsTestedByLabels() {
        JsonNode answer = exchange(
                "POST", "/api/v1/routes/test", "{\"labels\": {\"team\": \"db\", \"severity\": \"critical\"}}", 200);
        assertThat(answer.path("receivers").toString()).isEqualTo("[\"db\"]");
        assertThat(answer.at("/routes/0/path/1/matchers").asText()).isEqualTo("{team=\"db\"}");
        assertThat(answer.at("/escalations/0/receiver").asText()).isEqualTo("boss");
        exchange("POST", "/api/v1/routes/test", "{\"labels\": {\"team\": 1}}", 422);
        exchange("POST", "/api/v1/routes/test", "{}", 422);
    }

    @Test
    void aChannelIsTestedForReal() {
        JsonNode answer = exchange("POST", "/api/v1/channels/team/webhook%5B0%5D/test", "", 200);
        assertThat(answer.path("outcome").asText()).isEqualTo("delivered");
        assertThat(answer.path("http_status").asInt()).isEqualTo(200);
        assertThat(told("/team", "TocsinTest")).isEqualTo(1);
        exchange("POST", "/api/v1/channels/nobody/test", "", 404);
    }

    @Test
    void aUrlFromOutsideReachesPublicAddressesOnly() throws Exception {
        for (String host : List.of(
                "127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "127.1", "2130706433", "0x7f.1", "169.254.169.254")) {
            String url = "http://" + host + ':' + RECEIVER.url().getPort() + "/hook";
            HttpRequest request = HttpRequest.newBuilder(URI.create(sink.uri() + "/api/v1/channels/test"))
                    .POST(BodyPublishers.ofString("{\"url\": \"" + url + "\"}"))
                    .build();
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode answer = JSON.readTree(response.body());
            // What Java takes for no host at all is wrong already before it is resolved.
            boolean isWrong = response.statusCode() == 422;
            boolean isRefused = answer.path("outcome").asText().equals("refused")
                    && answer.path("http_status").isNull();
            assertThat(isWrong || isRefused).as(url + " " + response.body()).isTrue();
        }
        exchange("POST", "/api/v1/channels/test", "{\"url\": \"file:///etc/passwd\"}", 422);
        exchange("POST", "/api/v1/channels/test", "{\"url\": \"http://{{ .Status }}/\"}", 422);
        // What others are told, and told again, goes on meanwhile under other paths.
        assertThat(RECEIVER.received())
                .extracting(ScriptedReceiver.Received::path)
                .doesNotContain("/hook");
    }
}
