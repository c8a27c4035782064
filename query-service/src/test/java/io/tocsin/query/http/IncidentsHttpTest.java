package io.tocsin.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.query.QuerySettings;
import io.tocsin.query.fake.RunningQuery;
import io.tocsin.query.fake.Samples;
import io.tocsin.schemas.IncidentAction;
import io.tocsin.schemas.IncidentCommand;
import io.tocsin.schemas.IncidentState;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IncidentsHttpTest {

    private static final String OPEN = "inc-18bcfe56801-00000001";
    private static final String OVER = "inc-18bcfe56802-00000002";
    private static final String MERGED = "inc-18bcfe56803-00000003";
    private static final String ELSEWHERE = "inc-18bcfe56804-00000004";

    private RunningQuery query;

    @BeforeEach
    void start() {
        query = RunningQuery.start(Map.of(QuerySettings.COMMAND_WAIT.name(), "300ms"));
        query.cluster.put(Samples.incident(OPEN, Samples.T0 + 1).build());
        query.cluster.put(Samples.incident(OVER, Samples.T0 + 2)
                .setState(IncidentState.RESOLVED)
                .setResolvedAt(Samples.T0 + 60_000)
                .setOwner("lee")
                .build());
        query.cluster.put(Samples.incident(MERGED, Samples.T0 + 3)
                .setState(IncidentState.MERGED)
                .setMergedInto(OVER)
                .build());
        query.cluster.put(Samples.incident(ELSEWHERE, Samples.T0 + 4)
                .setEnvironment("staging")
                .build());
    }

    @AfterEach
    void stop() {
        query.close();
    }

    @Test
    void incidentsAreListedLatestOpenedFirstWithoutTheirTimelines() {
        JsonNode list = query.json("/api/v1/incidents");

        assertThat(ids(list)).containsExactly(ELSEWHERE, MERGED, OVER, OPEN);
        JsonNode one = list.path("items").get(3);
        assertThat(one.path("origin").asText()).isEqualTo("stock");
        assertThat(one.path("sources").get(1).asText()).isEqualTo("web");
        assertThat(one.path("alerts").get(0).path("fingerprint").asText()).isEqualTo("00000000000000a1");
        assertThat(one.path("patterns").get(0).path("pattern").asText()).isEqualTo("cascading_failures");
        assertThat(one.has("timeline")).isFalse();
        assertThat(list.has("as_of")).isTrue();
    }

    @Test
    void conditionsAndCursorsNarrowTheList() {
        assertThat(ids(query.json("/api/v1/incidents?state=open,resolved&environment=production")))
                .containsExactly(OVER, OPEN);
        assertThat(ids(query.json("/api/v1/incidents?owner=lee"))).containsExactly(OVER);
        JsonNode page = query.json("/api/v1/incidents?limit=3");
        assertThat(ids(page)).hasSize(3);
        assertThat(ids(query.json("/api/v1/incidents?limit=3&cursor="
                        + page.path("next_cursor").asText())))
                .containsExactly(OPEN);
    }

    @Test
    void oneIsShownWithItsTimelineAndAnUnknownOneIsNotFound() {
        JsonNode one = query.json("/api/v1/incidents/" + OPEN);
        assertThat(one.path("timeline").get(0).path("ref").asText()).isEqualTo("00000000000000a1");
        assertThat(one.path("timeline_omitted").asLong()).isZero();

        for (String unknown : List.of("inc-18bcfe56801-0000000e", "x", "..%2f..%2fetc")) {
            assertThat(query.get("/api/v1/incidents/" + unknown).statusCode())
                    .as(unknown)
                    .isEqualTo(404);
        }
    }

    @Test
    void ordersGoThroughKafkaAndAreAnsweredWithTheirEffect() {
        HttpResponse<byte[]> response =
                query.post("/api/v1/incidents/" + OPEN + "/acknowledge", "{\"actor\":\"ada\",\"comment\":\"on it\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode incident = RunningQuery.json(response);
        assertThat(incident.path("state").asText()).isEqualTo("ACKNOWLEDGED");
        assertThat(incident.path("acknowledged_by").asText()).isEqualTo("ada");
        IncidentCommand command = (IncidentCommand) query.kafka.commands.get(0);
        assertThat(command.getAction()).isEqualTo(IncidentAction.ACKNOWLEDGE);
        assertThat(command.getText()).isEqualTo("on it");

        assertThat(RunningQuery.json(query.post(
                                "/api/v1/incidents/" + OPEN + "/assign", "{\"owner\":\"lee\",\"actor\":\"ada\"}"))
                        .path("owner")
                        .asText())
                .isEqualTo("lee");
        assertThat(RunningQuery.json(query.post("/api/v1/incidents/" + OPEN + "/notes", "{\"text\":\"disk was full\"}"))
                        .path("notes")
                        .get(0)
                        .path("text")
                        .asText())
                .isEqualTo("disk was full");
        assertThat(RunningQuery.json(query.post("/api/v1/incidents/" + OPEN + "/resolve", ""))
                        .path("state")
                        .asText())
                .isEqualTo("RESOLVED");
        assertThat(RunningQuery.json(query.post("/api/v1/incidents/" + OPEN + "/reopen", ""))
                        .path("state")
                        .asText())
                .isEqualTo("OPEN");
    }

    @Test
    void whatHoldsAlreadyIsAnsweredWithoutACommand() {
        assertThat(query.post("/api/v1/incidents/" + OVER + "/resolve", "").statusCode())
                .isEqualTo(200);
        assertThat(query.kafka.commands).isEmpty();
    }

    @Test
    void aRequestThatIsSentAgainWithItsKeyActsOnce() {
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> response =
                    query.post("/api/v1/incidents/" + OPEN + "/notes", "{\"text\":\"once\"}", "Idempotency-Key", "k-1");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(RunningQuery.json(response).path("notes")).hasSize(1);
        }
        assertThat(query.kafka.commands).hasSize(1);
    }

    @Test
    void whatItsStateDoesNotAllowIsAConflict() {
        assertThat(query.post("/api/v1/incidents/" + OVER + "/acknowledge", "").statusCode())
                .isEqualTo(409);
        assertThat(query.post("/api/v1/incidents/" + MERGED + "/resolve", "").statusCode())
                .isEqualTo(409);
        assertThat(query.post("/api/v1/incidents/" + OPEN + "/merge", "{\"incident\":\"" + MERGED + "\"}")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void twoBecomeOneAndSomeOfItIsSplitOff() {
        HttpResponse<byte[]> merged =
                query.post("/api/v1/incidents/" + OPEN + "/merge", "{\"incident\":\"" + OVER + "\"}");
        assertThat(merged.statusCode()).isEqualTo(200);
        assertThat(query.json("/api/v1/incidents/" + OVER).path("merged_into").asText())
                .isEqualTo(OPEN);
        assertThat(query.post("/api/v1/incidents/" + OPEN + "/merge", "{\"incident\":\"" + OVER + "\"}")
                        .statusCode())
                .as("what holds already")
                .isEqualTo(200);
        assertThat(query.kafka.commands).hasSize(1);

        HttpResponse<byte[]> split =
                query.post("/api/v1/incidents/" + OPEN + "/split", "{\"alerts\":[\"00000000000000a2\"]}");
        assertThat(split.statusCode()).isEqualTo(201);
        String part = RunningQuery.json(split).path("id").asText();
        assertThat(part).isNotEqualTo(OPEN);
        assertThat(split.headers().firstValue("Location")).hasValue("/api/v1/incidents/" + part);
    }

    @Test
    void whatABodyGetsWrongIsToldByField() {
        expect422("/assign", "{}", "owner");
        expect422("/assign", "{\"owner\":7}", "owner");
        expect422("/notes", "{}", "text");
        expect422("/notes", "{\"text\":\"" + "x".repeat(2_001) + "\"}", "text");
        expect422("/notes", "{\"text\":\"x\",\"colour\":1}", "colour");
        expect422("/merge", "{}", "incident");
        expect422("/merge", "{\"incident\":\"" + OPEN + "\"}", "incident");
        expect422("/merge", "{\"incident\":\"inc-1-00000000\"}", "incident");
        expect422("/merge", "{\"incident\":\"" + ELSEWHERE + "\"}", "incident");
        expect422("/split", "{}", "alerts");
        expect422("/split", "{\"alerts\":\"a\"}", "alerts");
        expect422("/split", "{\"alerts\":[\"00000000000000a1\",\"zz\"]}", "alerts[1]");
        expect422("/split", "{\"patterns\":[\"00000000000000a1\"]}", "patterns[0]");
        expect422(
                "/split",
                "{\"alerts\":[\"00000000000000a1\",\"00000000000000a2\"],\"patterns\":[\"production-cascading-1\"]}",
                "alerts");
        assertThat(query.kafka.commands).isEmpty();
        for (String bad : List.of("state=broken", "limit=0", "from=soon", "q=x", "cursor=x")) {
            assertThat(query.get("/api/v1/incidents?" + bad).statusCode())
                    .as(bad)
                    .isEqualTo(400);
        }
    }

    @Test
    void kafkaThatIsAwayIsToldAsSuch() {
        query.kafka.away = true;
        HttpResponse<byte[]> response = query.post("/api/v1/incidents/" + OPEN + "/acknowledge", "");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void anEffectThatDoesNotShowInTimeIsAccepted() {
        query.kafka.effective = false;
        query.left.position = -1;
        query.right.position = -1;
        HttpResponse<byte[]> response = query.post("/api/v1/incidents/" + OPEN + "/acknowledge", "");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(RunningQuery.json(response).path("state").asText()).isEqualTo("OPEN");
    }

    @Test
    void anOrderThatTheIncidentDidNotTakeIsAConflict() {
        query.kafka.effective = false;
        assertThat(query.post("/api/v1/incidents/" + OPEN + "/acknowledge", "").statusCode())
                .isEqualTo(409);
    }

    @Test
    void thePostMortemIsMarkdownInWhichNothingThatWasSaidIsMarkUp() {
        query.post(
                "/api/v1/incidents/" + OPEN + "/notes", "{\"text\":\"<script>x</script> | [a](b)\",\"actor\":\"ada\"}");
        HttpResponse<byte[]> response = query.get("/api/v1/incidents/" + OPEN + "/post-mortem");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/markdown"));
        String text = new String(response.body(), StandardCharsets.UTF_8);
        assertThat(text)
                .contains("# Post-mortem: cascading failures at stock and 1 other")
                .contains("## Summary", "## Durations", "## Sources", "## Alerts", "## Failure patterns", "## Timeline")
                .contains("stock (likely origin)")
                .contains("## Notes", "**ada**", "\\<script\\>x\\</script\\> \\| \\[a\\]\\(b\\)")
                .doesNotContain("<script>");
        assertThat(query.get("/api/v1/incidents/inc-1-00000000/post-mortem").statusCode())
                .isEqualTo(404);
    }

    private void expect422(String path, String body, String field) {
        HttpResponse<byte[]> response = query.post("/api/v1/incidents/" + OPEN + path, body);
        assertThat(response.statusCode()).as(path + " " + body).isEqualTo(422);
        assertThat(RunningQuery.json(response)
                        .path("errors")
                        .get(0)
                        .path("field")
                        .asText())
                .isEqualTo(field);
    }

    private static List<String> ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        list.path("items").forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }
}
