package io.tocsin.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.query.fake.RunningQuery;
import io.tocsin.query.fake.Samples;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.HealthStatus;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents of the earlier systems promise on the paths of the query service, field by field. */
class DocumentedFieldsTest {

    private static final String ALERT = "00000000000000aa";

    private static RunningQuery query;

    @BeforeAll
    static void start() {
        query = RunningQuery.start();
        query.cluster.streamTime = System.currentTimeMillis();
        query.cluster.put(Samples.scope("*"));
        query.cluster.put(Samples.scope("production"));
        query.cluster.put(Samples.source("production", "api_module").build());
        query.cluster.put(Samples.source("production", "my-service").build());
        query.cluster.put(Samples.alert(ALERT, AlertState.FIRING).build());
        for (int i = 0; i < 30; i++) {
            query.cluster.put(Samples.evaluation(
                            "n" + i,
                            "api_module",
                            i % 3 == 0 ? HealthStatus.WARNING : HealthStatus.NORMAL,
                            Samples.T0 + i)
                    .build());
            query.cluster.put(Samples.evaluation("m" + i, "my-service", HealthStatus.NORMAL, Samples.T0 + 100 + i)
                    .build());
        }
    }

    @AfterAll
    static void stop() {
        query.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/monitoring/health|current_status,severity_score:n,last_update:t,recent_issues:a,total_events_processed:i",
                "/api/v1/monitoring/logs|logs:a,logs.timestamp:t,logs.source,logs.input_snapshot:o,logs.status,logs.reasoning,logs.suggestions:a,logs.decision,total:i,limit:i,offset:i",
                "/api/v1/monitoring/stats|total_events:i,events_by_status:o,events_by_source:o,average_severity:n,oldest_log:t,newest_log:t",
                "/|name,version,endpoints:o,docs",
                "/health|status,severity_score:n,current_status,last_update:t,recent_issues:a,active_alerts:i,timestamp:t",
                "/status|monitoring_active:b,uptime_seconds:n,health:o,active_alerts:i,patterns_detected:?,metrics_collected:i,pipeline:o",
                "/detailed-metrics|metrics:o,performance:o,resources:o,timestamp:t",
                "/alerts|alerts:a,alerts.id,alerts.severity,alerts.title,alerts.description,alerts.metadata:o,alerts.status,alerts.created_at:t,alerts.resolved_at:?,total:i",
                "/api/health/alerts|alerts:a,alerts.id,alerts.severity,alerts.title,alerts.description,alerts.metadata:o,alerts.status,alerts.created_at:t,alerts.resolved_at:?,total:i",
                "/metrics|metrics:a,metrics.name,metrics.value:n,metrics.timestamp:t,metrics.labels:o,metrics.type",
                "/performance|response_time.avg:n,response_time.p50:n,response_time.p95:n,response_time.p99:n,error_rate:n,throughput:n,resource_usage.cpu:n,resource_usage.memory:?,resource_usage.disk:?,window_seconds:i",
                "/api/logs/services|services:a,services.service_name,services.registered_at:t,services.last_seen:t,services.log_count:i,total:i",
                "/api/health/|status,total_services:i,healthy_services:i,services:o,active_alerts:i,timestamp:t",
                "/api/health/services/my-service|service_name,status,error_rate:n,log_count:i,last_seen:t,issues:a",
                "/api/analytics/trends/my-service|service_name,window,points:a,points.timestamp:t,points.log_count:i,points.error_count:i,points.error_rate:n,trend",
                "/api/|name,version,endpoints:o",
                "/api/status|status,version,uptime_seconds:n,websocket_connections:?,processing:o",
                "/healthz|status,timestamp:t,service"
            })
    void everyPromisedFieldIsThereAndOfItsKind(String path, String fields) {
        JsonNode answer = query.json(path);

        for (String field : fields.split(",")) {
            String[] parts = field.split(":");
            requireField(path, answer, parts[0], parts.length > 1 ? parts[1] : "s");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health",
                "/status",
                "/alerts",
                "/metrics",
                "/performance",
                "/detailed-metrics",
                "/api",
                "/api/status",
                "/api/health",
                "/api/health/alerts",
                "/api/health/services/my-service",
                "/api/logs/services",
                "/api/analytics/trends/my-service",
                "/api/v1/monitoring/health",
                "/api/v1/monitoring/logs",
                "/api/v1/monitoring/stats",
                "/api/v1/sources",
                "/docs",
                "/redoc"
            })
    void pathsAreServedWithAndWithoutATrailingSlash(String path) {
        assertThat(query.get(path).statusCode()).isEqualTo(200);
        assertThat(query.get(path + '/').statusCode()).isEqualTo(200);
    }

    @Test
    void theWordsAreThoseOfTheirDocuments() {
        assertThat(query.json("/api/v1/monitoring/health")
                        .path("current_status")
                        .asText())
                .isEqualTo("WARNING");
        assertThat(query.json("/health").path("current_status").asText()).isEqualTo("WARNING");
        assertThat(query.json("/api/health/").path("status").asText()).isEqualTo("degraded");
        assertThat(query.json("/alerts").path("alerts").get(0).path("severity").asText())
                .isEqualTo("warning");
        assertThat(query.json("/alerts").path("alerts").get(0).path("status").asText())
                .isEqualTo("active");
        assertThat(query.json("/api/analytics/trends/my-service").path("trend").asText())
                .isIn("rising", "steady", "falling");
    }

    @Test
    void monitoringLogsAreFilteredAndPaged() {
        JsonNode all = query.json("/api/v1/monitoring/logs?limit=10");
        assertThat(all.path("logs")).hasSize(10);
        assertThat(all.path("total").asInt()).isEqualTo(60);
        assertThat(all.path("logs").get(0).path("timestamp").asText()).isEqualTo("2023-11-14T22:13:20.129Z");

        JsonNode warnings = query.json("/api/v1/monitoring/logs?limit=50&status=warning&source=api_module");
        assertThat(warnings.path("logs")).hasSize(10);
        assertThat(query.json("/api/v1/monitoring/logs?status=WARNING&status=NORMAL&source=api_module")
                        .path("total")
                        .asInt())
                .isEqualTo(30);

        JsonNode second = query.json("/api/v1/monitoring/logs?limit=10&offset=10");
        assertThat(second.path("logs").get(0).path("event_id").asText()).isEqualTo("e-m19");
        assertThat(query.json("/api/v1/monitoring/logs?source=nobody")
                        .path("total")
                        .asInt())
                .isZero();
    }

    @Test
    void monitoringLogsCanBeAskedForWithABody() {
        HttpResponse<byte[]> response = query.post(
                "/api/v1/monitoring/logs/query",
                "{\"limit\": 50, \"offset\": 0, \"status\": [\"WARNING\", \"CRITICAL\"], \"source\": \"api_module\","
                        + " \"start_time\": \"2023-01-30T10:00:00Z\", \"end_time\": \"2030-01-30T10:00:00Z\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(RunningQuery.json(response).path("logs")).hasSize(10);
        assertThat(query.post("/api/v1/monitoring/logs/query", "{\"limit\": -1}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(query.post("/api/v1/monitoring/logs/query", "{\"start_time\": \"soon\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void statisticsTellTheOldestAndTheNewestEntry() {
        JsonNode stats = query.json("/api/v1/monitoring/stats");

        assertThat(stats.path("oldest_log").asText()).isEqualTo("2023-11-14T22:13:20Z");
        assertThat(stats.path("newest_log").asText()).isEqualTo("2023-11-14T22:13:20.129Z");
        assertThat(stats.path("events_by_source").path("my-service").asInt()).isEqualTo(150);
        assertThat(stats.path("average_severity").asDouble()).isEqualTo(0.05);
        assertThat(query.json("/api/v1/stats").path("evaluation_count").asInt()).isEqualTo(60);
    }

    @Test
    void aCleanupIsTheSumOfWhatThePartitionsDid() {
        HttpResponse<byte[]> response = query.post("/api/v1/monitoring/maintenance/cleanup?older_than_hours=48", "");

        JsonNode result = RunningQuery.json(response);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(result.path("removed").asInt()).isEqualTo(2 * RunningQuery.PARTITIONS);
        assertThat(result.path("remaining").asInt()).isEqualTo(10 * RunningQuery.PARTITIONS);
        assertThat(result.path("older_than_hours").asInt()).isEqualTo(48);
        assertThat(query.post("/api/v1/monitoring/maintenance/cleanup?older_than_hours=x", "")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void metricsAreFiltered() {
        assertThat(query.json("/metrics?name=cpu_usage&source=api_module").path("metrics"))
                .hasSize(1);
        assertThat(query.json("/metrics?label.team=devops&name=cpu_usage").path("metrics"))
                .hasSize(2);
        assertThat(query.json("/metrics?label.team=other").path("metrics")).isEmpty();
        assertThat(query.json("/metrics?end_time=2000-01-01T00:00:00Z").path("metrics"))
                .isEmpty();
        JsonNode limited = query.json("/metrics?limit=1");
        assertThat(limited.path("metrics")).hasSize(1);
        assertThat(limited.path("complete").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|application/json",
                "application/json, text/plain, */*|application/json",
                "text/html,application/xhtml+xml|application/json",
                "text/plain|text/plain",
                "text/plain;version=0.0.4|text/plain",
                "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1|application/openmetrics-text",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited|text/plain"
            })
    void whoIsAScraperGetsTheServicesOwnMetrics(String accept, String contentType) {
        HttpResponse<byte[]> response = query.get("/metrics", "Accept", accept);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith(contentType);
        assertThat(response.headers().firstValue("Vary")).hasValue("Accept");
        if (!contentType.equals("application/json")) {
            assertThat(new String(response.body())).contains("tocsin_query_questions");
        }
    }

    @Test
    void withoutProcessorsTheHealthIsNotInventedAndTheStatusStillAnswers() {
        try (RunningQuery alone = RunningQuery.start(java.util.Map.of("query.patience", "0s"))) {
            alone.left.close();
            alone.right.close();

            for (String path : List.of(
                    "/health", "/api/v1/monitoring/health", "/api/v1/sources", "/api/v1/sources/api", "/performance")) {
                HttpResponse<byte[]> response = alone.get(path);
                assertThat(response.statusCode()).as(path).isEqualTo(503);
                assertThat(response.headers().firstValue("Retry-After"))
                        .as(path)
                        .isPresent();
            }
            assertThat(alone.json("/status").path("monitoring_active").asBoolean(true))
                    .isFalse();
            assertThat(alone.json("/healthz").path("status").asText()).isEqualTo("ok");
        }
    }

    @Test
    void beforeAnythingIsKnownTheHealthIsThatOfNothing() {
        try (RunningQuery fresh = RunningQuery.start()) {
            JsonNode health = fresh.json("/health");

            assertThat(health.path("current_status").asText()).isEqualTo("NORMAL");
            assertThat(health.path("status").asText()).isEqualTo("unknown");
            assertThat(health.path("severity_score").asDouble()).isZero();
            assertThat(fresh.json("/api/v1/monitoring/stats")
                            .path("total_events")
                            .asInt())
                    .isZero();
            assertThat(fresh.get("/api/v1/health").statusCode()).isEqualTo(404);
        }
    }

    private static void requireField(String path, JsonNode node, String field, String kind) {
        int dot = field.indexOf('.');
        String name = dot < 0 ? field : field.substring(0, dot);
        assertThat(node.has(name)).as("%s has %s", path, field).isTrue();
        JsonNode value = node.path(name);
        if (dot >= 0) {
            if (value.isArray()) {
                assertThat(value).as("%s %s", path, name).isNotEmpty();
                value.forEach(element -> requireField(path, element, field.substring(dot + 1), kind));
            } else {
                requireField(path, value, field.substring(dot + 1), kind);
            }
            return;
        }
        boolean right =
                switch (kind) {
                    case "s" -> value.isTextual();
                    case "n" -> value.isNumber();
                    case "i" -> value.isIntegralNumber();
                    case "b" -> value.isBoolean();
                    case "a" -> value.isArray();
                    case "o" -> value.isObject();
                    case "t" -> value.asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
                    default -> true;
                };
        assertThat(right)
                .as("%s: %s is %s, not of kind %s", path, field, value, kind)
                .isTrue();
    }
}
