package io.tocsin.gateway.decode;

import static io.tocsin.gateway.decode.Decoded.DECODER;
import static io.tocsin.gateway.decode.Decoded.NOW;
import static io.tocsin.gateway.decode.Decoded.event;
import static io.tocsin.gateway.decode.Decoded.log;
import static io.tocsin.gateway.decode.Decoded.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.schemas.Event;
import io.tocsin.schemas.LogLevel;
import io.tocsin.schemas.LogRecord;
import io.tocsin.service.http.FieldError;
import io.tocsin.service.http.LineBatch;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProtocolDecodingTest {

    private static final String SNAPSHOT = """
            {"logs": [{"container": "web-app", "message": "Server started successfully",
                       "timestamp": "2024-01-20T12:34:56Z"}, {"message": "of the host", "level": "ERROR", "pid": 7}],
             "docker_events": [{"type": "container", "action": "start", "container": "web-app", "image": "nginx:latest",
                                "timestamp": "2024-01-20T12:34:56Z", "exit_code": 137}],
             "host": "server1", "server_id": "srv-001", "env": "production", "owner_team": "devops", "id": "snap",
             "timestamp": "2024-01-20T12:34:50Z",
             "metrics": {"cpu_usage": 42.5, "tcp_connections": 12, "gpu": null},
             "local_alerts": ["CPU_SPIKE"], "score": 0.7%s}""";

    @Test
    void aSnapshotBecomesTheHostItsContainerEventsAndItsLogLines() throws RejectedBodyException {
        DecodedBatch batch = DECODER.hostSnapshot(utf8(SNAPSHOT.formatted("")), NOW);

        assertThat(batch.records()).hasSize(4);
        assertThat(batch.results()).extracting(ItemResult::id).containsExactly("snap");

        Event host = event(batch.records().get(0));
        assertThat(host.getType()).isEqualTo("host_snapshot");
        assertThat(host.getSource()).isEqualTo("server1");
        assertThat(host.getEnvironment()).isEqualTo("production");
        assertThat(host.getId()).isEqualTo("snap");
        assertThat(host.getObservedAt()).isEqualTo(1705754090000L);
        assertThat(host.getMetrics())
                .containsOnly(
                        Map.entry("cpu_usage", 42.5), Map.entry("tcp_connections", 12.0), Map.entry("score", 0.7));
        assertThat(host.getAttributes())
                .containsEntry("local_alerts.0", "CPU_SPIKE")
                .containsEntry("gpu", null);
        assertThat(host.getLabels())
                .containsOnly(
                        Map.entry("host", "server1"), Map.entry("server_id", "srv-001"), Map.entry("team", "devops"));
        assertThat(host.getRaw()).isNull();

        Event container = event(batch.records().get(1));
        assertThat(container.getType()).isEqualTo("container_event");
        assertThat(container.getSource()).isEqualTo("web-app");
        assertThat(container.getId()).isEqualTo("snap.container.0");
        assertThat(container.getLabels())
                .containsEntry("host", "server1")
                .containsEntry("container", "web-app")
                .containsEntry("image", "nginx:latest");
        assertThat(container.getAttributes()).containsEntry("action", "start").containsEntry("type", "container");
        assertThat(container.getMetrics()).containsOnly(Map.entry("exit_code", 137.0));

        LogRecord ofContainer = log(batch.records().get(2));
        assertThat(ofContainer.getSource()).isEqualTo("web-app");
        assertThat(ofContainer.getMessage()).isEqualTo("Server started successfully");
        assertThat(ofContainer.getEnvironment()).isEqualTo("production");
        assertThat(ofContainer.getObservedAt()).isEqualTo(1705754096000L);

        LogRecord ofHost = log(batch.records().get(3));
        assertThat(ofHost.getSource()).isEqualTo("server1");
        assertThat(ofHost.getLevel()).isEqualTo(LogLevel.ERROR);
        assertThat(ofHost.getObservedAt()).isEqualTo(1705754090000L);
        assertThat(ofHost.getAttributes()).containsOnly(Map.entry("pid", 7L));
    }

    @Test
    void unknownFieldsOfASnapshotAreAttributesAndTheOriginalIsKept() throws RejectedBodyException {
        String json = SNAPSHOT.formatted(", \"kernel\": {\"version\": \"6.1\", \"build\": 5}");

        Event host = event(DECODER.hostSnapshot(utf8(json), NOW).records().get(0));

        assertThat(host.getAttributes()).containsEntry("kernel.version", "6.1").containsEntry("kernel.build", 5L);
        assertThat(StandardCharsets.UTF_8.decode(host.getRaw()).toString()).isEqualTo(json);
    }

    @Test
    void aSnapshotWithAWrongPartIsRefusedAsAWhole() throws RejectedBodyException {
        DecodedBatch batch = DECODER.hostSnapshot(
                utf8(
                        "{\"host\":\"h\",\"metrics\":{},\"docker_events\":[{\"container\":1}],\"logs\":[{},3],\"score\":\"x\"}"),
                NOW);

        assertThat(batch.records()).isEmpty();
        assertThat(batch.errors(10))
                .extracting(FieldError::field)
                .containsExactly("$.score", "$.docker_events[0].container", "$.logs[0].message", "$.logs[1]");
    }

    @Test
    void aSnapshotNeedsAHost() throws RejectedBodyException {
        assertThat(DECODER.hostSnapshot(utf8("{\"metrics\":{}}"), NOW).errors(5))
                .extracting(FieldError::field)
                .containsExactly("$.host");
    }

    @Test
    void theDocumentedLogBatchIsTaken() throws RejectedBodyException {
        DecodedBatch batch = logs("""
                {"service_name": "my-service", "logs": [{"timestamp": "2024-01-15T10:30:00Z", "level": "ERROR",
                 "message": "Database connection failed", "service": "my-service", "metadata": {"error_code": "DB_001"}}]}""");

        LogRecord log = log(batch.records().get(0));
        assertThat(log.getSource()).isEqualTo("my-service");
        assertThat(log.getEnvironment()).isEqualTo("default");
        assertThat(log.getLevel()).isEqualTo(LogLevel.ERROR);
        assertThat(log.getAttributes()).containsOnly(Map.entry("metadata.error_code", "DB_001"));
        assertThat(log.getLabels()).containsOnly(Map.entry("service", "my-service"));
    }

    @Test
    void whatTheBatchSaysHoldsForEveryLineThatDoesNotSayItself() throws RejectedBodyException {
        DecodedBatch batch = logs("""
                {"logs": [{"message": "a", "build": 2}, {"message": "b", "labels": {"team": "red"}}],
                 "environment": "prod", "build": 1, "labels": {"team": "blue"}}""");

        LogRecord first = log(batch.records().get(0));
        LogRecord second = log(batch.records().get(1));
        assertThat(first.getEnvironment()).isEqualTo("prod");
        assertThat(first.getAttributes()).containsOnly(Map.entry("build", 2L));
        assertThat(first.getLabels()).containsEntry("team", "blue");
        assertThat(second.getAttributes()).containsOnly(Map.entry("build", 1L));
        assertThat(second.getLabels()).containsEntry("team", "red");
    }

    @Test
    void theEnvironmentOfTheRequestComesFirst() throws RejectedBodyException {
        DecodedBatch batch = DECODER.logBatch(
                utf8("{\"environment\":\"b\",\"logs\":[{\"message\":\"m\"}]}"),
                BodyFormat.JSON,
                "my-service",
                "a",
                NOW);

        assertThat(log(batch.records().get(0)).getEnvironment()).isEqualTo("a");
    }

    @Test
    void anotherServiceInTheBodyIsRefused() {
        assertThatThrownBy(() -> logs("{\"service_name\":\"other\",\"logs\":[]}"))
                .isInstanceOfSatisfying(RejectedBodyException.class, e -> assertThat(e.errors())
                        .extracting(FieldError::field)
                        .containsExactly("$.service_name"));
        assertThatThrownBy(() -> logs("{\"service_name\":\"my-service\"}"))
                .isInstanceOfSatisfying(RejectedBodyException.class, e -> assertThat(e.errors())
                        .extracting(FieldError::field)
                        .containsExactly("$.logs"));
    }

    @Test
    void badLinesOfABatchAreNamedAndTheGoodTaken() throws RejectedBodyException {
        DecodedBatch batch = logs(
                "{\"logs\":[{\"message\":\"a\"},{},{\"message\":\"c\",\"service\":\"other\"},\"x\",{\"message\":\"e\"}]}");

        assertThat(batch.records()).hasSize(2);
        assertThat(batch.errors(10))
                .extracting(FieldError::field)
                .containsExactly("items[1].message", "items[2].service", "items[3]");
    }

    @Test
    void aBatchOfMoreThanAThousandLinesIsTooLarge() {
        String lines = "{\"message\":\"m\"},".repeat(1000) + "{\"message\":\"m\"}";

        assertThatThrownBy(() -> logs("{\"logs\":[" + lines + "]}"))
                .isInstanceOfSatisfying(RejectedBodyException.class, e -> assertThat(e.reason())
                        .isEqualTo(RejectedBodyException.Reason.TOO_MANY_ITEMS));
    }

    @Test
    void aLogBatchMayBeAnArrayOrLinesAsWell() throws RejectedBodyException {
        assertThat(logs("[{\"message\":\"a\"},{\"message\":\"b\"}]").records()).hasSize(2);
        assertThat(DECODER.logBatch(
                                utf8("{\"message\":\"a\"}\n{\"message\":\"b\"}\n"),
                                BodyFormat.LINES,
                                "my-service",
                                null,
                                NOW)
                        .records())
                .hasSize(2);
    }

    @Test
    void theLinesOfAStreamAreCountedForMessages() {
        DecodedBatch batch = DECODER.logLines("my-service", null)
                .lines(LineBatch.of(utf8("{\"message\":\"a\"}\n\n{\"message\":")), NOW);

        assertThat(batch.records()).hasSize(1);
        assertThat(batch.errors(1).get(0).message()).startsWith("line 3, column");
    }

    @Test
    void aRegistrationBecomesAnEventOfTheService() throws RejectedBodyException {
        Event event = event(DECODER.registration(
                        utf8(
                                "{\"service_name\":\"my-service\",\"description\":\"example\",\"metadata\":{\"a\":1},\"x\":2}"),
                        null,
                        NOW)
                .records()
                .get(0));

        assertThat(event.getType()).isEqualTo("service_registration");
        assertThat(event.getSource()).isEqualTo("my-service");
        assertThat(event.getAttributes()).containsOnly(Map.entry("description", "example"), Map.entry("x", 2L));
        assertThat(event.getMetadata()).containsOnly(Map.entry("a", "1"));
        assertThat(event.getLabels()).containsOnly(Map.entry("service", "my-service"));
        assertThat(event.getMetrics()).isEmpty();
    }

    @Test
    void flatEventsAreTakenOneOrMany() throws RejectedBodyException {
        Event heartbeat = event(DECODER.heartbeats(
                        utf8("{\"source\":\"w\",\"interval_s\":30,\"queue\":5,\"state\":\"busy\"}"),
                        BodyFormat.JSON,
                        NOW)
                .records()
                .get(0));
        assertThat(heartbeat.getType()).isEqualTo("heartbeat");
        assertThat(heartbeat.getIntervalMs()).isEqualTo(30_000L);
        assertThat(heartbeat.getMetrics()).containsOnly(Map.entry("queue", 5.0));
        assertThat(heartbeat.getAttributes()).containsOnly(Map.entry("state", "busy"));

        Event operation = event(DECODER.operations(
                        utf8("[{\"source\":\"w\",\"operation\":\"o\",\"success\":true}]"), BodyFormat.JSON, NOW)
                .records()
                .get(0));
        assertThat(operation.getOutcome().getSuccess()).isTrue();
        assertThat(operation.getOutcome().getDurationMs()).isNull();

        DecodedBatch metrics = DECODER.metrics(
                utf8(
                        "{\"source\":\"w\",\"name\":\"a\",\"value\":1,\"kind\":\"counter\"}\n{\"source\":\"w\",\"name\":\"b\"}"),
                BodyFormat.LINES,
                NOW);
        assertThat(event(metrics.records().get(0)).getMetricKinds()).containsOnly(Map.entry("a", "counter"));
        assertThat(metrics.errors(5)).extracting(FieldError::field).containsExactly("items[1].value");
    }

    @Test
    void singleDocumentsAreNoArrays() {
        assertThatThrownBy(() -> DECODER.event(utf8("[]"), NOW)).hasMessageContaining("not an array");
        assertThatThrownBy(() -> DECODER.hostSnapshot(utf8(" \n[]"), NOW)).hasMessageContaining("not an array");
    }

    private static DecodedBatch logs(String json) throws RejectedBodyException {
        return DECODER.logBatch(utf8(json), BodyFormat.JSON, "my-service", null, NOW);
    }
}
