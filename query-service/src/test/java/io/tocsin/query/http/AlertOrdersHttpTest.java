package io.tocsin.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.query.QuerySettings;
import io.tocsin.query.fake.RunningQuery;
import io.tocsin.query.fake.Samples;
import io.tocsin.schemas.AlertAction;
import io.tocsin.schemas.AlertCommand;
import io.tocsin.schemas.AlertState;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertOrdersHttpTest {

    private static final String FIRING = "00000000000000aa";
    private static final String RESOLVED = "00000000000000bb";
    private static final String PENDING = "00000000000000cc";
    private static final String UNKNOWN = "00000000000000ff";

    private RunningQuery query;

    @BeforeEach
    void start() {
        query = RunningQuery.start(Map.of(QuerySettings.COMMAND_WAIT.name(), "300ms"));
        query.cluster.put(Samples.alert(FIRING, AlertState.FIRING).build());
        query.cluster.put(Samples.alert(RESOLVED, AlertState.RESOLVED).build());
        query.cluster.put(Samples.alert(PENDING, AlertState.PENDING).build());
    }

    @AfterEach
    void stop() {
        query.close();
    }

    private HttpResponse<byte[]> order(String name, String body) {
        return query.post("/api/v1/alerts/" + FIRING + "/" + name, body);
    }

    @Test
    void anAcknowledgementMayEndByItself() {
        HttpResponse<byte[]> response =
                order("acknowledge", "{\"actor\":\"ada\",\"comment\":\"on it\",\"until\":\"2100-01-01T00:00:00Z\"}");
        assertThat(response.statusCode()).isEqualTo(422);

        response = order("acknowledge", "{\"actor\":\"ada\",\"comment\":\"on it\",\"for\":\"2h\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode alert = RunningQuery.json(response);
        assertThat(alert.path("state").asText()).isEqualTo("ACKNOWLEDGED");
        assertThat(alert.path("acknowledge_comment").asText()).isEqualTo("on it");
        assertThat(alert.path("acknowledged_until").asText()).isNotEmpty();
        AlertCommand command = (AlertCommand) query.kafka.commands.get(0);
        assertThat(command.getUntil()).isGreaterThan(command.getRequestedAt());
    }

    @Test
    void anAcknowledgementBySomebodyElseIsNoRepetition() {
        order("acknowledge", "{\"actor\":\"ada\"}");
        assertThat(order("acknowledge", "{\"actor\":\"ada\"}").statusCode()).isEqualTo(200);
        assertThat(query.kafka.commands).hasSize(1);
        JsonNode alert = RunningQuery.json(order("acknowledge", "{\"actor\":\"grace\"}"));
        assertThat(alert.path("acknowledged_by").asText()).isEqualTo("grace");
        assertThat(query.kafka.commands).hasSize(2);
    }

    @Test
    void anAlertIsAssignedSnoozedAndCommentedOn() {
        JsonNode assigned = RunningQuery.json(order("assign", "{\"actor\":\"ada\",\"assignee\":\"grace\"}"));
        assertThat(assigned.path("assignee").asText()).isEqualTo("grace");
        JsonNode snoozed = RunningQuery.json(order("snooze", "{\"actor\":\"ada\",\"for\":\"30m\"}"));
        assertThat(snoozed.path("snoozed_by").asText()).isEqualTo("ada");
        assertThat(snoozed.path("snoozed_until").asText()).isNotEmpty();
        assertThat(order("comment", "{\"comment\":\"looks like the database\"}").statusCode())
                .isEqualTo(200);
        assertThat(RunningQuery.json(order("unsnooze", ""))
                        .path("snoozed_until")
                        .isNull())
                .isTrue();
        assertThat(RunningQuery.json(order("assign", "{\"assignee\":null}"))
                        .path("assignee")
                        .isNull())
                .isTrue();
        assertThat(query.kafka.commands)
                .extracting(command -> ((AlertCommand) command).getAction())
                .containsExactly(
                        AlertAction.ASSIGN,
                        AlertAction.SNOOZE,
                        AlertAction.COMMENT,
                        AlertAction.UNSNOOZE,
                        AlertAction.ASSIGN);
    }

    @Test
    void aRepeatedRequestWithItsKeyIsNoConflictThoughItsTimeHasMovedOn() {
        String path = "/api/v1/alerts/" + FIRING + "/acknowledge";
        String body = "{\"actor\":\"ada\",\"for\":\"2h\"}";
        assertThat(query.post(path, body, "Idempotency-Key", "k1").statusCode()).isEqualTo(200);
        query.kafka.effective = false;

        assertThat(query.post(path, body, "Idempotency-Key", "k1").statusCode()).isEqualTo(200);
        assertThat(query.post(path, body, "Idempotency-Key", "two words").statusCode())
                .isEqualTo(400);
        assertThat(query.kafka.commands)
                .extracting(command -> ((AlertCommand) command).getId())
                .containsOnly(FIRING + "/ACKNOWLEDGE/k1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acknowledge | {\"untill\":\"2030-01-01T00:00:00Z\"} | untill",
                "acknowledge | {\"until\":\"tomorrow\"} | until",
                "acknowledge | {\"until\":\"2001-01-01T00:00:00Z\"} | until",
                "acknowledge | {\"until\":7} | until",
                "acknowledge | {\"until\":\"2100-01-01T00:00:00Z\"} | until",
                "acknowledge | {\"for\":\"soon\"} | for",
                "acknowledge | {\"for\":\"400d\"} | for",
                "acknowledge | {\"for\":\"1h\",\"until\":\"2030-01-01T00:00:00Z\"} | for",
                "snooze | {} | until",
                "comment | {} | comment",
                "comment | {\"comment\":\"  \"} | comment",
                "assign | {} | assignee",
                "assign | {\"assignee\":7} | assignee",
                "resolve | {\"until\":\"2030-01-01T00:00:00Z\"} | until"
            })
    void anOrderThatMakesNoSenseNamesTheField(String name, String body, String field) {
        HttpResponse<byte[]> response = order(name, body);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(RunningQuery.json(response)
                        .path("errors")
                        .get(0)
                        .path("field")
                        .asText())
                .isEqualTo(field);
        assertThat(query.kafka.commands).isEmpty();
    }

    @Test
    void longTextsAreRefused() {
        assertThat(order("comment", "{\"comment\":\"" + "x".repeat(2_001) + "\"}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(order("assign", "{\"assignee\":\"" + "x".repeat(201) + "\"}").statusCode())
                .isEqualTo(422);
    }

    @Test
    void anAlertThatIsOverTakesCommentsOnly() {
        String path = "/api/v1/alerts/" + RESOLVED + "/";
        assertThat(query.post(path + "snooze", "{\"for\":\"1h\"}").statusCode()).isEqualTo(409);
        assertThat(query.post(path + "assign", "{\"assignee\":\"ada\"}").statusCode())
                .isEqualTo(409);
        assertThat(query.post(path + "comment", "{\"comment\":\"it was the disk\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aBulkOrderHasAResultForEachIdInTheirOrder() {
        HttpResponse<byte[]> response = query.post(
                "/api/v1/alerts/bulk",
                "{\"ids\":[\"" + String.join("\",\"", UNKNOWN, FIRING, PENDING, RESOLVED, FIRING)
                        + "\"],\"order\":\"acknowledge\",\"actor\":\"ada\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode body = RunningQuery.json(response);
        List<String> seen = new ArrayList<>();
        body.path("results")
                .forEach(result -> seen.add(
                        result.path("id").asText() + ' ' + result.path("status").asInt()));
        assertThat(seen)
                .containsExactly(
                        UNKNOWN + " 404", FIRING + " 200", PENDING + " 409", RESOLVED + " 409", FIRING + " 200");
        assertThat(body.path("done").asInt()).isEqualTo(2);
        assertThat(body.path("failed").asInt()).isEqualTo(3);
        assertThat(query.kafka.commands).hasSize(1);
    }

    @Test
    void aThousandAlertsAreResolvedAtOnceAndNoMoreThanThat() {
        List<String> ids = IntStream.range(0, 1_000)
                .mapToObj(i -> String.format("%016x", 0x1000 + i))
                .toList();
        ids.forEach(id -> query.cluster.put(
                Samples.alert(id, AlertState.FIRING).setSource("s" + id).build()));
        JsonNode body = RunningQuery.json(query.post("/api/v1/alerts/bulk", bulk(ids)));

        assertThat(body.path("done").asInt()).isEqualTo(1_000);
        assertThat(query.kafka.commands).hasSize(1_000);
        List<String> tooMany = new ArrayList<>(ids);
        tooMany.add(FIRING);
        assertThat(query.post("/api/v1/alerts/bulk", bulk(tooMany)).statusCode())
                .isEqualTo(422);
    }

    @Test
    void aBulkOrderWithoutKafkaSaysSoOfEachAlert() {
        query.kafka.away = true;
        JsonNode body = RunningQuery.json(query.post("/api/v1/alerts/bulk", bulk(List.of(FIRING, UNKNOWN))));

        assertThat(body.path("results").get(0).path("status").asInt()).isEqualTo(503);
        assertThat(body.path("results").get(1).path("status").asInt()).isEqualTo(404);
    }

    @Test
    void aBulkOrderIsReadStrictly() {
        for (String body : List.of(
                "{\"order\":\"resolve\"}",
                "{\"ids\":[],\"order\":\"resolve\"}",
                "{\"ids\":[7],\"order\":\"resolve\"}",
                "{\"ids\":\"" + FIRING + "\",\"order\":\"resolve\"}",
                "{\"ids\":[\"" + FIRING + "\"],\"order\":\"explode\"}",
                "{\"ids\":[\"" + FIRING + "\"],\"order\":\"test\"}",
                "{\"ids\":[\"" + FIRING + "\"]}",
                "{\"ids\":[\"" + FIRING + "\"],\"order\":\"resolve\",\"colour\":\"red\"}")) {
            assertThat(query.post("/api/v1/alerts/bulk", body).statusCode())
                    .as(body)
                    .isEqualTo(422);
        }
        assertThat(query.post("/api/v1/alerts/bulk", "[]").statusCode()).isEqualTo(400);
    }

    private static String bulk(List<String> ids) {
        return ids.stream().map(id -> '"' + id + '"').collect(Collectors.joining(",", "{\"ids\":[", "]"))
                + ",\"order\":\"resolve\",\"actor\":\"ada\"}";
    }
}
