package io.tocsin.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.query.QuerySettings;
import io.tocsin.query.fake.RunningQuery;
import io.tocsin.query.fake.Samples;
import io.tocsin.schemas.AlertAction;
import io.tocsin.schemas.AlertCommand;
import io.tocsin.schemas.AlertSeverity;
import io.tocsin.schemas.AlertState;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertsHttpTest {

    private static final String FIRING = "00000000000000aa";
    private static final String RESOLVED = "00000000000000bb";
    private static final String PENDING = "00000000000000cc";
    private static final String UNKNOWN = "00000000000000ff";

    private RunningQuery query;

    @BeforeEach
    void start() {
        query = RunningQuery.start(Map.of(QuerySettings.COMMAND_WAIT.name(), "300ms"));
        query.cluster.put(Samples.alert(FIRING, AlertState.FIRING)
                .setStartsAt(Samples.T0 + 3)
                .build());
        query.cluster.put(Samples.alert(RESOLVED, AlertState.RESOLVED)
                .setStartsAt(Samples.T0 + 2)
                .setSeverity(AlertSeverity.EMERGENCY)
                .build());
        query.cluster.put(Samples.alert(PENDING, AlertState.PENDING)
                .setStartsAt(Samples.T0 + 1)
                .build());
    }

    @AfterEach
    void stop() {
        query.close();
    }

    @Test
    void acknowledgingGoesThroughKafkaAndIsAnsweredWithItsEffect() {
        HttpResponse<byte[]> response = query.post(
                "/api/health/alerts/" + FIRING + "/acknowledge", "{\"acknowledged_by\":\"ada\",\"comment\":\"on it\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode alert = RunningQuery.json(response);
        assertThat(alert.path("status").asText()).isEqualTo("acknowledged");
        assertThat(alert.path("acknowledged_by").asText()).isEqualTo("ada");
        assertThat(alert.path("acknowledged_at").asText()).isNotEmpty();
        AlertCommand command = (AlertCommand) query.kafka.commands.get(0);
        assertThat(command.getAction()).isEqualTo(AlertAction.ACKNOWLEDGE);
        assertThat(command.getComment()).isEqualTo("on it");
        assertThat(query.json("/api/v1/alerts/" + FIRING).path("state").asText())
                .isEqualTo("ACKNOWLEDGED");
    }

    @Test
    void askingForWhatHoldsAlreadyIsAnsweredWithoutACommand() {
        assertThat(query.post("/alerts/" + RESOLVED + "/resolve", "").statusCode())
                .isEqualTo(200);
        assertThat(query.kafka.commands).isEmpty();
    }

    @Test
    void resolvingTwiceIsTheSameAsOnce() {
        assertThat(query.post("/alerts/" + FIRING + "/resolve", "").statusCode())
                .isEqualTo(200);
        HttpResponse<byte[]> again = query.post("/alerts/" + FIRING + "/resolve", "{}");

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(RunningQuery.json(again).path("status").asText()).isEqualTo("resolved");
        assertThat(RunningQuery.json(again).path("resolved_at").asText()).isNotEmpty();
        assertThat(query.kafka.commands).hasSize(1);
    }

    @Test
    void anAcknowledgementCanBeTakenBack() {
        query.post("/api/v1/alerts/" + FIRING + "/acknowledge", "{\"actor\":\"ada\"}");
        HttpResponse<byte[]> back = query.post("/api/v1/alerts/" + FIRING + "/unacknowledge", "");

        assertThat(back.statusCode()).isEqualTo(200);
        assertThat(RunningQuery.json(back).path("state").asText()).isEqualTo("FIRING");
    }

    @Test
    void anUnknownAlertIsNotFound() {
        assertThat(query.get("/api/v1/alerts/" + UNKNOWN).statusCode()).isEqualTo(404);
        for (String path : List.of(
                "/alerts/" + UNKNOWN + "/resolve",
                "/api/health/alerts/" + UNKNOWN + "/acknowledge",
                "/api/v1/alerts/" + UNKNOWN + "/unacknowledge")) {
            HttpResponse<byte[]> response = query.post(path, "");
            assertThat(response.statusCode()).as(path).isEqualTo(404);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
    }

    @Test
    void whetherAnAlertIsUnknownIsNotSaidWhileAPartitionIsAway() {
        query.right.close();
        query.left.lag = null;

        HttpResponse<byte[]> response = query.get("/api/v1/alerts/" + UNKNOWN);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(RunningQuery.json(response).path("missing_partitions")).hasSize(2);
    }

    @Test
    void aResolvedAlertCannotBeAcknowledged() {
        assertThat(query.post("/api/v1/alerts/" + RESOLVED + "/acknowledge", "").statusCode())
                .isEqualTo(409);
        assertThat(query.post("/api/v1/alerts/" + PENDING + "/acknowledge", "").statusCode())
                .isEqualTo(409);
    }

    @Test
    void withoutKafkaACommandIsRefusedAndNothingIsPromised() {
        query.kafka.away = true;

        HttpResponse<byte[]> response = query.post("/alerts/" + FIRING + "/resolve", "");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void aCommandWhoseEffectDoesNotShowInTimeIsAccepted() {
        query.kafka.effective = false;
        query.left.position = -1;
        query.right.position = -1;

        HttpResponse<byte[]> response = query.post("/alerts/" + FIRING + "/resolve", "");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(RunningQuery.json(response).path("status").asText()).isEqualTo("active");
        assertThat(RunningQuery.json(response).path("position_reached").asBoolean(true))
                .isFalse();
    }

    @Test
    void aCommandThatTheAlertDidNotTakeIsAConflict() {
        query.kafka.effective = false;

        assertThat(query.post("/alerts/" + FIRING + "/resolve", "").statusCode())
                .isEqualTo(409);
    }

    @Test
    void aTestAlertIsReadBackFromTheStore() {
        HttpResponse<byte[]> response =
                query.post("/test-alert", "{\"severity\":\"CRITICAL\",\"title\":\"fire drill\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode alert = RunningQuery.json(response);
        assertThat(alert.path("status").asText()).isEqualTo("active");
        assertThat(alert.path("severity").asText()).isEqualTo("critical");
        assertThat(alert.path("title").asText()).isEqualTo("fire drill");
        assertThat(alert.path("metadata").path("test").asBoolean()).isTrue();
        assertThat(query.json("/alerts?status=active&severity=critical")
                        .path("alerts")
                        .get(0)
                        .path("id"))
                .isEqualTo(alert.path("id"));
    }

    @Test
    void aTestAlertNeedsNoBodyAndRefusesABadOne() {
        assertThat(query.post("/test-alert", "").statusCode()).isEqualTo(200);
        assertThat(query.post("/test-alert", "{\"severity\":\"huge\"}").statusCode())
                .isEqualTo(422);
        assertThat(query.post("/test-alert", "{\"title\":7}").statusCode()).isEqualTo(422);
        assertThat(query.post("/test-alert", "[]").statusCode()).isEqualTo(400);
        assertThat(query.post("/test-alert", "{").statusCode()).isEqualTo(400);
    }

    @Test
    void listsShowTheLatestFirstInPages() {
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = query.json("/api/v1/alerts?limit=1" + cursor);
            assertThat(page.path("total").asInt()).isEqualTo(3);
            page.path("items").forEach(item -> seen.add(item.path("id").asText()));
            cursor = page.path("next_cursor").isNull()
                    ? null
                    : "&cursor=" + page.path("next_cursor").asText();
        } while (cursor != null);

        assertThat(seen).containsExactly(FIRING, RESOLVED, PENDING);
    }

    @Test
    void theDocumentedListsShowTheSameStoreInTheirWords() {
        assertThat(ids("/alerts")).containsExactly(FIRING, RESOLVED);
        assertThat(ids("/alerts?status=resolved")).containsExactly(RESOLVED);
        assertThat(ids("/alerts?active=true")).containsExactly(FIRING);
        assertThat(ids("/alerts?severity=Emergency")).containsExactly(RESOLVED);
        assertThat(ids("/alerts?source=nobody")).isEmpty();
        assertThat(ids("/alerts?start_time=2023-11-14T22:13:20.003Z")).containsExactly(FIRING);
        assertThat(ids("/api/health/alerts")).containsExactly(FIRING);
        assertThat(query.get("/alerts?status=odd").statusCode()).isEqualTo(400);
        assertThat(query.get("/alerts?colour=red").statusCode()).isEqualTo(200);
    }

    private List<String> ids(String path) {
        List<String> ids = new ArrayList<>();
        query.json(path)
                .path("alerts")
                .forEach(alert -> ids.add(alert.path("id").asText()));
        return ids;
    }
}
