package io.tocsin.gateway.http;

import static io.tocsin.gateway.http.Responses.fields;
import static io.tocsin.gateway.http.Responses.json;
import static io.tocsin.gateway.http.Responses.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.rig.GatewayRig;
import io.tocsin.gateway.rig.TopicContents;
import io.tocsin.schemas.Event;
import io.tocsin.schemas.LogRecord;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The addresses of the earlier systems answer 200 and with just the fields that they documented. */
class DocumentedEndpointsIT {

    @TempDir
    static Path folder;

    private static GatewayRig rig;

    @BeforeAll
    static void start() {
        rig = GatewayRig.start(folder, Map.of());
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void aMonitoringEventIsOnKafkaWhenItIsAnswered() {
        HttpResponse<String> response = rig.post("/api/v1/monitoring/events", """
                {"source": "api_module", "event_type": "api_response",
                 "data": {"response_time": 250, "status_code": 200, "output": "success"},
                 "metadata": {"user_id": "123"}}""");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(fields(response)).containsExactly("status", "event_id", "timestamp");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.headers().firstValue("Tocsin-Position")).isPresent();
        assertThat(events())
                .extracting(Event::getId)
                .contains(json(response).get("event_id").textValue());
    }

    @Test
    void aSnapshotIsTaken() {
        HttpResponse<String> response = rig.post("/ingest", """
                {"host": "test-server", "timestamp": "2024-01-20T12:34:56Z", "metrics": {"cpu_usage": 25.0},
                 "docker_events": [], "logs": [], "local_alerts": [], "score": 0.5}""");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(fields(response)).containsExactly("status", "message", "timestamp");
        assertThat(json(response).get("status").textValue()).isEqualTo("success");
        assertThat(events()).extracting(Event::getSource).contains("test-server");
    }

    @Test
    void aLogBatchIsTaken() {
        HttpResponse<String> response = rig.post("/api/logs/stream/my-service", """
                {"service_name": "my-service", "logs": [{"timestamp": "2024-01-15T10:30:00Z", "level": "ERROR",
                 "message": "Database connection failed", "service": "my-service", "metadata": {"error_code": "DB_001"}}]}""");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("\"service_name\":\"my-service\",\"accepted\":1,\"rejected\":0");
        assertThat(fields(response)).containsExactly("status", "service_name", "accepted", "rejected", "timestamp");
        assertThat(logs()).extracting(LogRecord::getMessage).contains("Database connection failed");
    }

    @Test
    void aSingleLineIsTaken() {
        HttpResponse<String> response =
                rig.post("/api/logs/stream/my-service/single?environment=prod", "{\"message\":\"one line\"}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(fields(response)).containsExactly("status", "log_id", "timestamp");
        assertThat(logs())
                .filteredOn(
                        log -> log.getId().equals(json(response).get("log_id").textValue()))
                .extracting(LogRecord::getEnvironment)
                .containsExactly("prod");
    }

    @Test
    void aStreamOfLinesIsCounted() {
        HttpResponse<String> response = rig.postLines("/api/logs/stream/my-service/continuous", """
                {"timestamp":"2024-01-15T10:30:00Z","level":"INFO","message":"a"}
                {"timestamp":"2024-01-15T10:30:01Z","level":"ERROR","message":"b"}
                """);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"accepted\":2,\"rejected\":0}");
    }

    @Test
    void aStreamTakesAWholeBatchAsWell() {
        HttpResponse<String> response =
                rig.post("/api/logs/stream/my-service/continuous", "{\n \"logs\": [{\"message\": \"in a batch\"}]\n}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"accepted\":1,\"rejected\":0}");
    }

    @Test
    void aServiceIsRegistered() {
        HttpResponse<String> response = rig.post(
                "/api/logs/services/register",
                "{\"service_name\": \"my-service\", \"description\": \"example\", \"metadata\": {}}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(fields(response)).containsExactly("service_name", "registered_at", "status");
        assertThat(events()).extracting(Event::getType).contains("service_registration");
    }

    @Test
    void moreThanAThousandLinesAre413() {
        String lines = "{\"message\":\"m\"},".repeat(1000) + "{\"message\":\"m\"}";

        problem(rig.post("/api/logs/stream/my-service", "{\"logs\":[" + lines + "]}"), 413);
    }

    @Test
    void anotherServiceInTheBodyIs422() {
        assertThat(problem(rig.post("/api/logs/stream/my-service", "{\"service_name\":\"other\",\"logs\":[]}"), 422)
                        .at("/errors/0/field")
                        .textValue())
                .isEqualTo("$.service_name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b",
                "single",
                "continuous",
                "a b",
                "100%",
                "%2F",
                "ü/日本",
                "a+b",
                "x;y=1",
                "...",
                "{z}",
                "a?b#c",
                "a&b=c"
            })
    void everyNameOfAServiceComesBackAsItWasSent(String name) {
        String path = "/api/logs/stream/" + percentEncoded(name);

        HttpResponse<String> batch = rig.post(path, "{\"logs\":[{\"message\":\"m\"}]}");
        assertThat(batch.statusCode()).as(batch.body()).isEqualTo(200);
        assertThat(json(batch).get("service_name").textValue()).isEqualTo(name);
        assertThat(rig.post(path + "/single", "{\"message\":\"single\"}").statusCode())
                .isEqualTo(200);
        assertThat(rig.postLines(path + "/continuous", "{\"message\":\"line\"}").statusCode())
                .isEqualTo(200);
        assertThat(logs()).filteredOn(log -> log.getSource().equals(name)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%2E", "%2E%2E", "%FF"})
    void namesThatAreNoneAreRefused(String encoded) {
        HttpResponse<String> response = rig.post("/api/logs/stream/" + encoded, "{\"logs\":[{\"message\":\"m\"}]}");

        assertThat(response.statusCode()).as(response.body()).isBetween(400, 422);
    }

    private static List<Event> events() {
        return TopicContents.events(rig.kafka().bootstrapServers());
    }

    private static List<LogRecord> logs() {
        return TopicContents.logs(rig.kafka().bootstrapServers());
    }

    private static String percentEncoded(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > 0 && Character.isLetterOrDigit(b);
            encoded.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b & 0xFF));
        }
        return encoded.toString();
    }
}
