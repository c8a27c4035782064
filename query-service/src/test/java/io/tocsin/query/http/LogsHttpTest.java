package io.tocsin.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.query.fake.RunningQuery;
import io.tocsin.query.fake.Samples;
import io.tocsin.schemas.LogLevel;
import io.tocsin.schemas.LogLineView;
import io.tocsin.schemas.LogTemplateView;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogsHttpTest {

    private RunningQuery query;

    @BeforeEach
    void start() {
        query = RunningQuery.start(Map.of());
        query.cluster.put(line(1, "orders", LogLevel.INFO, "connection from 10.0.0.1 with password=hunter2"));
        query.cluster.put(line(2, "billing", LogLevel.ERROR, "connection refused"));
        query.cluster.put(line(3, "billing", LogLevel.WARN, "slow"));
        query.cluster.put(template(1, "orders", "connection to <*> refused", 7, 5));
        query.cluster.put(template(1, "billing", "connection to <*> refused", 20, 20));
        query.cluster.put(template(2, "billing", "served <*>", 1_000, 0));
    }

    @AfterEach
    void stop() {
        query.close();
    }

    @Test
    void linesAreListedLatestFirstWithSecretsMasked() {
        JsonNode list = query.json("/api/v1/logs");
        assertThat(messages(list.path("items"))).startsWith("slow", "connection refused");
        assertThat(list.path("items").get(2).path("message").asText())
                .contains("connection from")
                .doesNotContain("hunter2");
        assertThat(list.path("total").asInt()).isEqualTo(3);
        assertThat(list.has("as_of")).isTrue();
        JsonNode page = query.json("/api/v1/logs?limit=2");
        assertThat(messages(query.json("/api/v1/logs?limit=2&cursor="
                                + page.path("next_cursor").asText())
                        .path("items")))
                .hasSize(1);
    }

    @Test
    void theQueryOfTheLogViewerNarrowsByLevelTextAndTime() throws Exception {
        JsonNode found = RunningQuery.json(query.post(
                "/api/analytics/query",
                "{\"levels\": [\"error\"], \"search\": \"CONNECTION\", \"limit\": 5, \"start_time\": \""
                        + java.time.Instant.ofEpochMilli(Samples.T0) + "\"}"));
        assertThat(messages(found.path("logs"))).containsExactly("connection refused");
        assertThat(found.path("total").asInt()).isOne();
        assertThat(found.path("next_cursor").isNull()).isTrue();
        assertThat(query.post("/api/analytics/query", "").statusCode()).isEqualTo(200);
        assertThat(RunningQuery.json(query.post("/api/analytics/query", "{\"service_name\": \"nobody\"}"))
                        .path("logs"))
                .isEmpty();
    }

    @Test
    void errorPatternsOfOneFormAreOneOverServices() {
        JsonNode patterns = query.json("/api/analytics/errors/patterns").path("patterns");
        assertThat(patterns).hasSize(1);
        JsonNode one = patterns.get(0);
        assertThat(one.path("template").asText()).isEqualTo("connection to <*> refused");
        assertThat(one.path("count").asInt()).isEqualTo(25);
        assertThat(one.path("services")).hasSize(2);
        assertThat(one.path("services").get(0).asText()).isEqualTo("billing");
        assertThat(one.path("example").asText()).isEqualTo("connection to db refused");
        assertThat(one.path("first_seen").asText()).startsWith("20");
    }

    @Test
    void insightsAreInWords() {
        JsonNode json = query.json("/api/analytics/insights");
        assertThat(json.path("provider").asText()).isEqualTo("rules");
        assertThat(json.path("insights")).isNotEmpty().allSatisfy(insight -> {
            assertThat(insight.path("title").asText()).isNotEmpty();
            assertThat(insight.path("recommendation").asText()).isNotEmpty();
        });
    }

    @Test
    void templatesAreListed() {
        JsonNode items = query.json("/api/v1/log-templates?category=network&actionable=true")
                .path("items");
        assertThat(items).hasSize(2);
        assertThat(items.get(0).path("origin").path("merged_count").asInt()).isZero();
    }

    @Test
    void whatMakesNoSenseIsRefusedByName() {
        for (String bad : List.of(
                "level=loud", "template=x", "limit=0", "from=soon", "severity=high", "cursor=x", "to=1&from=2")) {
            var response = query.get("/api/v1/logs?" + bad);
            assertThat(response.statusCode()).as(bad).isEqualTo(400);
            assertThat(RunningQuery.json(response)
                            .path("errors")
                            .get(0)
                            .path("field")
                            .asText())
                    .isEqualTo(bad.substring(0, bad.indexOf('=')));
        }
        assertThat(query.get("/api/v1/log-templates?actionable=maybe").statusCode())
                .isEqualTo(400);
        assertThat(query.post("/api/analytics/query", "{\"limit\": 100000}").statusCode())
                .isEqualTo(400);
        assertThat(query.post("/api/analytics/query", "[]").statusCode()).isEqualTo(400);
    }

    private static List<String> messages(JsonNode lines) {
        return lines.findValuesAsText("message");
    }

    private static LogLineView line(int number, String source, LogLevel level, String message) {
        return new LogLineView(
                String.format("%016x", number),
                "default",
                "default",
                source,
                Samples.T0 + number * 1_000L,
                Samples.T0 + number * 1_000L + 5,
                level,
                LogLevel.UNKNOWN,
                String.format("%016x", number),
                message,
                "",
                "");
    }

    private static LogTemplateView template(int id, String source, String form, long lines, long errors) {
        return new LogTemplateView(
                String.format("%016x", id),
                "default",
                "default",
                source,
                form,
                form.replace("<*>", "db"),
                errors > 0 ? "network" : "application",
                errors > 0 ? LogLevel.ERROR : LogLevel.INFO,
                errors > 0,
                "Look at the peer",
                lines,
                errors,
                1.5,
                Samples.T0,
                Samples.T0 + 1_000,
                0,
                List.of(),
                0L,
                null);
    }
}
