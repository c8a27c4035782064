package io.tocsin.gateway.http;

import static io.tocsin.gateway.http.Responses.fields;
import static io.tocsin.gateway.http.Responses.json;
import static io.tocsin.gateway.http.Responses.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.Zstd;
import io.tocsin.gateway.rig.Eventually;
import io.tocsin.gateway.rig.GatewayRig;
import io.tocsin.gateway.rig.TopicContents;
import io.tocsin.schemas.Event;
import io.tocsin.schemas.key.ConsistencyToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsEndpointIT {

    private static final String EVENTS = "/api/v1/events";

    @TempDir
    static Path folder;

    private static GatewayRig rig;

    @BeforeAll
    static void start() {
        rig = GatewayRig.start(folder, Map.of("gateway.max-body", "1MiB", "gateway.max-batch", "500"));
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void oneEventIsAnsweredWithItsIdAndPosition() {
        HttpResponse<String> response = rig.post(EVENTS, event("one", "single-1"));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(fields(response)).containsExactly("id", "accepted", "rejected", "position", "results");
        assertThat(json(response).get("id").textValue()).isEqualTo("single-1");
        String position = json(response).get("position").textValue();
        assertThat(ConsistencyToken.parse(position).offsets()).hasSize(1);
        assertThat(response.headers().firstValue("Tocsin-Position")).hasValue(position);
        assertThat(ids()).contains("single-1");
    }

    @Test
    void idsAreMadeForEventsThatBringNone() {
        JsonNode answer = json(rig.post(EVENTS, "{\"source\":\"s\",\"event_type\":\"t\",\"data\":{}}"));

        assertThat(ids()).contains(answer.get("id").textValue());
    }

    @Test
    void inABatchTheGoodAreStoredAndTheBadNamed() {
        HttpResponse<String> response = rig.post(
                EVENTS,
                "[" + event("a", "batch-1") + ",{\"id\":\"batch-2\",\"event_type\":\"t\",\"data\":{}},"
                        + event("b", "batch-3") + "]");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        JsonNode answer = json(response);
        assertThat(answer.get("accepted").intValue()).isEqualTo(2);
        assertThat(answer.get("rejected").intValue()).isEqualTo(1);
        assertThat(answer.at("/results/0/status").textValue()).isEqualTo("accepted");
        assertThat(answer.at("/results/1/status").textValue()).isEqualTo("rejected");
        assertThat(answer.at("/results/1/errors/0/field").textValue()).isEqualTo("items[1].source");
        assertThat(answer.at("/results/2/id").textValue()).isEqualTo("batch-3");
        assertThat(ids()).contains("batch-1", "batch-3").doesNotContain("batch-2");
    }

    @Test
    void aMinimalAnswerLeavesOutWhatWasAccepted() {
        HttpResponse<String> response = rig.send(rig.request(EVENTS)
                .header("Prefer", "return=minimal")
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(event("a", "minimal-1") + "\nbroken\n" + event("a", "minimal-2"))));

        assertThat(json(response).get("results")).hasSize(1);
        assertThat(json(response).at("/results/0/index").intValue()).isEqualTo(1);
    }

    @Test
    void compressedBodiesAreUnderstood() throws IOException {
        byte[] plain = (event("c", "gzip-1") + "\n" + event("c", "gzip-2")).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(plain);
        }
        byte[] zstd = Zstd.compress(event("c", "zstd-1").getBytes(StandardCharsets.UTF_8));

        assertThat(encoded("gzip", "application/x-ndjson", gzip.toByteArray())).isEqualTo(202);
        assertThat(encoded("zstd", "application/json", zstd)).isEqualTo(202);
        assertThat(encoded("br", "application/json", zstd)).isEqualTo(415);
        assertThat(encoded("gzip", "application/json", zstd)).isEqualTo(400);
        assertThat(ids()).contains("gzip-1", "gzip-2", "zstd-1");
    }

    private int encoded(String coding, String type, byte[] body) {
        return rig.send(rig.request(EVENTS)
                        .header("Content-Encoding", coding)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofByteArray(body)))
                .statusCode();
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 202",
        "application/json; charset=UTF-8, 202",
        "application/vnd.acme+json, 202",
        "text/plain, 202",
        "application/json; charset=latin1, 415",
        "application/xml, 415",
        "application/x-www-form-urlencoded, 415",
        "nonsense, 415"
    })
    void theMediaTypeMustBeOneOfJson(String type, int status) {
        HttpResponse<String> response = rig.send(
                rig.request(EVENTS).header("Content-Type", type).POST(BodyPublishers.ofString(event("types", "type"))));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    }

    @Test
    void wrongFieldsAre422AndNamed() {
        JsonNode problem = problem(rig.post(EVENTS, "{\"event_type\":\"t\",\"data\":[]}"), 422);

        assertThat(problem.get("errors").findValuesAsText("field")).containsExactly("$.data", "$.source");
        assertThat(problem(rig.post(EVENTS, "[{},{\"source\":\"s\"}]"), 422)
                        .at("/errors/0/field")
                        .textValue())
                .startsWith("items[0].");
    }

    @Test
    void brokenJsonIs400WithItsPlace() {
        assertThat(problem(rig.post(EVENTS, "{\"source\": \"s\",\n  oops}"), 400)
                        .get("detail")
                        .textValue())
                .contains("ine 2, column");
        assertThat(problem(rig.post(EVENTS, "[" + event("a", "x") + ",{\"source\" 1}]"), 400)
                        .get("detail")
                        .textValue())
                .contains("tems[1]: line 1, column");
        problem(rig.post(EVENTS, ""), 400);
        assertThat(problem(rig.postLines(EVENTS, "oops\nworse"), 400).get("errors"))
                .hasSize(2);
    }

    @Test
    void tooMuchIs413() {
        problem(rig.post(EVENTS, " ".repeat((1 << 20) + 1)), 413);
        problem(rig.postLines(EVENTS, (event("many", "many") + "\n").repeat(501)), 413);
    }

    @Test
    void anEmptyBatchIsTakenForWhatItIs() {
        HttpResponse<String> response = rig.post(EVENTS, "[]");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEqualTo("{\"accepted\":0,\"rejected\":0,\"position\":\"\",\"results\":[]}");
    }

    @Test
    void ourOtherAddressesAnswerAlike() {
        assertThat(rig.post("/api/v1/heartbeats", "{\"source\":\"w\",\"interval_s\":30}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(rig.post("/api/v1/operations", "[{\"source\":\"w\",\"operation\":\"o\",\"success\":false}]")
                        .statusCode())
                .isEqualTo(202);
        assertThat(rig.postLines("/api/v1/metrics", "{\"source\":\"w\",\"name\":\"n\",\"value\":1,\"kind\":\"timer\"}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(events()).extracting(Event::getType).contains("heartbeat", "operation", "metric");
    }

    @Test
    void aPreferenceThatCannotBeMetIsNotApplied() {
        HttpResponse<String> response = rig.send(rig.request(EVENTS)
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=2")
                .POST(BodyPublishers.ofString(event("waits", "waits-1"))));

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("Preference-Applied")).isEmpty();
        assertThat(json(response).has("evaluation")).isFalse();
    }

    @Test
    void theCountersAddUp() {
        String label = "{endpoint=\"operations\"}";
        rig.post("/api/v1/operations", "[{\"source\":\"w\",\"operation\":\"o\",\"success\":false},{}]");
        rig.post("/api/v1/operations", "{}");
        rig.post("/api/v1/operations", "{");
        rig.send(rig.request("/api/v1/operations")
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofString("x")));

        double received = rig.metric("tocsin_gateway_items_received_total" + label);
        double accepted = rig.metric("tocsin_gateway_items_accepted_total" + label);
        double rejected = rejected("syntax") + rejected("invalid") + rejected("unsupported") + rejected("too_large");

        assertThat(received).isGreaterThanOrEqualTo(5);
        assertThat(rejected("unsupported")).isEqualTo(1);
        assertThat(rejected("syntax")).isEqualTo(1);
        assertThat(rejected("invalid")).isEqualTo(2);
        assertThat(received).isEqualTo(accepted + rejected);
        assertThat(rig.metric("tocsin_gateway_items_pending" + label)).isZero();
        assertThat(rig.metric("tocsin_gateway_in_flight_bytes")).isZero();
    }

    private double rejected(String reason) {
        return rig.metric("tocsin_gateway_items_rejected_total{endpoint=\"operations\",reason=\"" + reason + "\"}");
    }

    @Test
    void theIngestLogHasALinePerBatchAndNoSecret() {
        String secret =
                "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
        rig.post(EVENTS, event("mail of jane.doe@example.com", "masked"));
        rig.post(EVENTS, "{\"source\":\"masked\",\"event_type\":\"t\",\"data\":{},\"timestamp\":\"" + secret + "\"}");

        Eventually.within(Duration.ofSeconds(10), "logged", () -> log().contains("\"status\":422"));
        assertThat(log()).doesNotContain("jane.doe@example.com").doesNotContain("eyJzdWIi");
        assertThat(log().lines()).allSatisfy(line -> assertThat(
                        io.tocsin.service.http.StrictJson.parse(line.getBytes(StandardCharsets.UTF_8))
                                .get("endpoint")
                                .textValue())
                .startsWith("/"));
    }

    private static String log() {
        try {
            return Files.readString(rig.ingestLog());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String event(String source, String id) {
        return "{\"id\":\"" + id + "\",\"source\":\"" + source + "\",\"event_type\":\"t\",\"data\":{\"n\":1}}";
    }

    private static List<Event> events() {
        return TopicContents.events(rig.kafka().bootstrapServers());
    }

    private static List<String> ids() {
        return events().stream().map(Event::getId).toList();
    }
}
