package io.tocsin.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.query.fake.RunningQuery;
import io.tocsin.query.fake.Samples;
import io.tocsin.schemas.AlertHistoryEntry;
import io.tocsin.schemas.AlertSeverity;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.AlertStepKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertHistoryHttpTest {

    private static final String GONE = "00000000000000aa";
    private static final String QUIET = "00000000000000bb";

    private final RunningQuery query = RunningQuery.start();

    @BeforeEach
    void fill() {
        step("api", GONE, 1, AlertStepKind.STATE, "rule", null);
        step("api", GONE, 2, AlertStepKind.ACKNOWLEDGED, "ada", "on it");
        step("web", "00000000000000cc", 3, AlertStepKind.STATE, "rule", null);
        step("api", GONE, 4, AlertStepKind.RESOLVED, "ada", "fixed");
        query.cluster.put(Samples.alert(QUIET, AlertState.FIRING).build());
    }

    @AfterEach
    void stop() {
        query.close();
    }

    private void step(String source, String alert, int number, AlertStepKind kind, String actor, String comment) {
        query.cluster.put(AlertHistoryEntry.newBuilder()
                .setId(alert + "-1-" + number)
                .setKind(kind)
                .setFingerprint(alert)
                .setEpisode(1)
                .setTenant("default")
                .setEnvironment("production")
                .setSource(source)
                .setRule("response-time-high")
                .setTitle("Response time is high")
                .setSeverity(AlertSeverity.WARNING)
                .setTo(AlertState.FIRING)
                .setAt(Samples.T0 + number)
                .setActor(actor)
                .setComment(comment)
                .build());
    }

    private List<String> ids(String path) {
        List<String> ids = new ArrayList<>();
        query.json(path).path("items").forEach(step -> ids.add(step.path("id").asText()));
        return ids;
    }

    @Test
    void theHistoryOfAnAlertOutlivesIt() {
        assertThat(ids("/api/v1/alerts/" + GONE + "/history"))
                .containsExactly(GONE + "-1-4", GONE + "-1-2", GONE + "-1-1");
        JsonNode step = query.json("/api/v1/alerts/" + GONE.toUpperCase() + "/history?kind=acknowledged")
                .path("items")
                .get(0);
        assertThat(step.path("actor").asText()).isEqualTo("ada");
        assertThat(step.path("comment").asText()).isEqualTo("on it");
        assertThat(step.path("kind").asText()).isEqualTo("ACKNOWLEDGED");
    }

    @Test
    void theHistoryOfAllAlertsIsFiltered() {
        assertThat(ids("/api/v1/alerts/history")).hasSize(4);
        assertThat(ids("/api/v1/alerts/history?source=web")).containsExactly("00000000000000cc-1-3");
        assertThat(ids("/api/v1/alerts/history?actor=ada&actor=grace")).containsExactly(GONE + "-1-4", GONE + "-1-2");
        assertThat(ids("/api/v1/alerts/history?kind=state,resolved&source=api"))
                .containsExactly(GONE + "-1-4", GONE + "-1-1");
        assertThat(ids("/api/v1/alerts/history?from=" + (Samples.T0 + 2) + "&to=" + (Samples.T0 + 3)))
                .hasSize(2);
    }

    @Test
    void whomAnAlertWasToldIsSaidToBeUnknownWithoutASink() {
        JsonNode history = query.json("/api/v1/alerts/" + GONE + "/history");

        assertThat(history.path("deliveries").isNull()).isTrue();
        assertThat(history.path("deliveries_note").asText()).contains("query.alert-sink-url");
    }

    @Test
    void pagesFollowEachOther() {
        JsonNode page = query.json("/api/v1/alerts/history?limit=3");
        assertThat(page.path("items")).hasSize(3);
        assertThat(ids("/api/v1/alerts/history?limit=3&cursor="
                        + page.path("next_cursor").asText()))
                .containsExactly(GONE + "-1-1");
    }

    @Test
    void whatThereNeverWasIsNotFound() {
        assertThat(query.get("/api/v1/alerts/00000000000000ff/history").statusCode())
                .isEqualTo(404);
        assertThat(query.get("/api/v1/alerts/" + QUIET + "/history").statusCode())
                .isEqualTo(200);
        assertThat(query.get("/api/v1/alerts/history?kind=odd").statusCode()).isEqualTo(400);
        assertThat(query.get("/api/v1/alerts/history?who=ada").statusCode()).isEqualTo(400);
    }
}
