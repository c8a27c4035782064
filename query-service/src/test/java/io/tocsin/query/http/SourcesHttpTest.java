package io.tocsin.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.query.fake.RunningQuery;
import io.tocsin.query.fake.Samples;
import io.tocsin.schemas.HealthStatus;
import io.tocsin.schemas.MetricLatest;
import io.tocsin.schemas.SourceStatus;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesHttpTest {

    private static RunningQuery query;

    @BeforeAll
    static void start() {
        query = RunningQuery.start();
        query.cluster.put(Samples.scope("*"));
        query.cluster.put(Samples.scope("production"));
        query.cluster.put(Samples.scope("staging"));
        query.cluster.put(Samples.source("production", "api").build());
        query.cluster.put(Samples.source("production", "twin").build());
        query.cluster.put(Samples.source("staging", "twin").build());
        query.cluster.put(Samples.source("production", "shop")
                .setLatest(Map.of(
                        "cpu_usage",
                        Samples.latest(42.5),
                        "failed{operation=\"pay \"now\"\"}",
                        MetricLatest.newBuilder(Samples.latest(0))
                                .setCount(4)
                                .setMean(0.25)
                                .build(),
                        "duration_ms{operation=\"pay \"now\"\"}",
                        Samples.latest(120)))
                .setDroppedSamples(3)
                .build());
        for (int i = 0; i < 25; i++) {
            query.cluster.put(Samples.source("staging", "worker-" + i)
                    .setStatus(SourceStatus.newBuilder(Samples.status("staging", "worker-" + i))
                            .setStatus(HealthStatus.NORMAL)
                            .build())
                    .build());
        }
    }

    @AfterAll
    static void stop() {
        query.close();
    }

    @Test
    void oneSourceTellsAllThatIsPromised() {
        JsonNode source = query.json("/api/v1/sources/api");

        assertThat(source.path("source").asText()).isEqualTo("api");
        assertThat(source.path("environment").asText()).isEqualTo("production");
        assertThat(source.path("status").asText()).isEqualTo("WARNING");
        assertThat(source.path("severity_score").asDouble()).isEqualTo(0.7);
        assertThat(source.path("decision").asText()).isEqualTo("ESCALATE");
        assertThat(source.path("reasons").get(0).path("text").asText()).isEqualTo("Response time exceeds threshold");
        assertThat(source.path("last_seen").asText()).isEqualTo("2023-11-14T22:14:20Z");
        JsonNode cpu = source.path("metrics").path("cpu_usage");
        assertThat(cpu.path("value").asDouble()).isEqualTo(42.5);
        assertThat(cpu.path("windows").path("24h").path("p99").asDouble()).isEqualTo(43.49);
        assertThat(source.path("windows").path("5m").path("error_rate").asDouble())
                .isEqualTo(0.1);
        assertThat(source.path("active_alerts").get(0).asText()).isEqualTo("00000000000000aa");
    }

    @Test
    void anOperationIsToldApartFromTheMetricsOfItsSource() {
        JsonNode source = query.json("/api/v1/sources/shop");

        JsonNode pay = source.path("operations").path("pay \"now\"");
        assertThat(pay.path("count").asLong()).isEqualTo(4);
        assertThat(pay.path("error_count").asLong()).isEqualTo(1);
        assertThat(pay.path("error_rate").asDouble()).isEqualTo(0.25);
        assertThat(pay.path("duration_ms").path("last").asDouble()).isEqualTo(120);
        assertThat(source.path("metrics").has("cpu_usage")).isTrue();
        assertThat(source.path("metrics").size()).isEqualTo(1);
        assertThat(source.path("dropped_samples").asLong()).isEqualTo(3);
        JsonNode listed = query.json("/metrics?source=shop&name=failed&label.operation=pay%20%22now%22");
        assertThat(listed.path("total").asLong()).isEqualTo(1);
    }

    @Test
    void everyAnswerTellsHowFreshAndCompleteItIs() {
        JsonNode source = query.json("/api/v1/sources/api");

        assertThat(source.path("as_of").asText()).isNotEmpty();
        assertThat(source.path("stream_time").asText()).isEqualTo("2023-11-14T22:13:20Z");
        assertThat(source.path("partial").asBoolean()).isFalse();
        assertThat(source.path("missing_partitions")).isEmpty();
        assertThat(source.path("served_by").get(0).path("role").asText()).isEqualTo("active");
        assertThat(source.has("position_reached")).isFalse();
    }

    @Test
    void aNameInSeveralEnvironmentsIsAConflictThatListsThem() {
        HttpResponse<byte[]> response = query.get("/api/v1/sources/twin");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode candidates = RunningQuery.json(response).path("candidates");
        assertThat(texts(candidates, "environment")).containsExactlyInAnyOrder("production", "staging");
        assertThat(texts(candidates, "source")).containsOnly("twin");
        assertThat(query.json("/api/v1/sources/twin?environment=staging")
                        .path("environment")
                        .asText())
                .isEqualTo("staging");
    }

    @Test
    void aSourceThatItsOwnerDoesNotKnowIsNotFound() {
        assertThat(query.get("/api/v1/sources/nobody").statusCode()).isEqualTo(404);
        assertThat(query.get("/api/v1/sources/api?environment=staging").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aSourceInANewEnvironmentIsFoundBeforeTheListOfEnvironmentsGrowsOld() {
        query.json("/api/v1/sources/api");
        query.cluster.put(Samples.scope("brand-new"));
        query.cluster.put(Samples.source("brand-new", "newcomer").build());

        assertThat(query.json("/api/v1/sources/newcomer").path("environment").asText())
                .isEqualTo("brand-new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%2E", "%2E%2E", "%2e%2e/history"})
    void theNamesOfDirectoriesAreRefused(String name) {
        assertThat(query.get("/api/v1/sources/" + name).statusCode()).isEqualTo(400);
    }

    @Test
    void pagesTogetherAreTheWholeListInOrder() {
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = query.json("/api/v1/sources?environment=staging&limit=7" + cursor);
            assertThat(page.path("items").size()).isLessThanOrEqualTo(7);
            seen.addAll(texts(page.path("items"), "source"));
            cursor = page.path("next_cursor").isNull()
                    ? null
                    : "&cursor=" + page.path("next_cursor").asText();
        } while (cursor != null);

        assertThat(seen).hasSize(26).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void statusesAndNamesFilter() {
        assertThat(texts(
                        query.json("/api/v1/sources?status=warning&environment=staging")
                                .path("items"),
                        "source"))
                .containsExactly("twin");
        assertThat(query.json("/api/v1/sources?status=WARNING&status=normal&environment=staging&limit=1000")
                        .path("items"))
                .hasSize(26);
        assertThat(texts(query.json("/api/v1/sources?q=worker-1&limit=1000").path("items"), "source"))
                .hasSize(11);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=1001",
                "limit=many",
                "status=fine",
                "cursor=abc",
                "min_position=elsewhere",
                "min_position=events.9.1",
                "min_position=unknown.1.1",
                "environment=*",
                "colour=red",
                "limit=1&limit=2"
            })
    void aBadParameterIsNamed(String parameter) {
        HttpResponse<byte[]> response = query.get("/api/v1/sources?" + parameter);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(RunningQuery.json(response)
                        .path("errors")
                        .get(0)
                        .path("field")
                        .asText())
                .isEqualTo(parameter.substring(0, parameter.indexOf('=')));
    }

    @Test
    void aMalformedQueryIsRefused() {
        assertThat(query.get("/api/v1/sources?q=%C3%28").statusCode()).isEqualTo(400);
    }

    @Test
    void aCursorOfAnotherFilterIsRefused() {
        String cursor = query.json("/api/v1/sources?environment=staging&limit=1")
                .path("next_cursor")
                .asText();

        assertThat(query.get("/api/v1/sources?limit=1&cursor=" + cursor).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aPositionIsAnsweredWithWhetherItIsReached() {
        assertThat(query.json("/api/v1/sources/api?min_position=events.0.5~events.1.5~events.2.5~events.3.5")
                        .path("position_reached")
                        .asBoolean())
                .isTrue();
        query.left.position = 4;
        query.right.position = 4;
        JsonNode behind = query.json("/api/v1/sources/api?min_position=events.0.5~events.1.5~events.2.5~events.3.5");
        query.left.position = Long.MAX_VALUE;
        query.right.position = Long.MAX_VALUE;

        assertThat(behind.path("position_reached").asBoolean(true)).isFalse();
        assertThat(behind.path("source").asText()).isEqualTo("api");
    }

    @Test
    void historyShowsTheBucketsAndTheMetricsThatAreAskedFor() {
        JsonNode history = query.json("/api/v1/sources/api/history?metric=cpu_usage");

        assertThat(history.path("points")).hasSize(3);
        assertThat(history.path("points")
                        .get(0)
                        .path("metrics")
                        .path("cpu_usage")
                        .path("p50")
                        .asDouble())
                .isEqualTo(42.5);
        assertThat(query.json("/api/v1/sources/api/history?from=2023-11-14T22:14:30Z")
                        .path("points"))
                .hasSize(1);
    }

    private static List<String> texts(JsonNode array, String field) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(one -> one.path(field).asText())
                .toList();
    }
}
