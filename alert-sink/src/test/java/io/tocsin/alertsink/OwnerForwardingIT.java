package io.tocsin.alertsink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.embedded.EmbeddedKafka;
import io.tocsin.embedded.EmbeddedRegistry;
import io.tocsin.service.RunningService;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whichever sink is asked, what only the owner of the alert engine knows is answered. */
final class OwnerForwardingIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MANY = 3_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void everySinkAnswersAndSoDoesTheOtherOneWhenTheOwnerIsGone() throws Exception {
        try (EmbeddedKafka kafka =
                        EmbeddedKafka.builder(directory.resolve("kafka")).start();
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0);
                SinkRig rig = new SinkRig(kafka, registry, directory)) {
            RunningService first = start(rig, "a");
            RunningService second = start(rig, "b");
            List<RunningService> both = List.of(first, second);
            Eventually.within(
                    LONG, () -> "nobody owns the engine", () -> both.stream().anyMatch(OwnerForwardingIT::isOwner));

            String window = exchange(
                            second,
                            "POST",
                            "/api/v1/maintenance-windows",
                            "{\"matchers\": [\"team=\\\"dä\\\"\"], \"duration\": \"1h\", \"created_by\": \"ann\", "
                                    + "\"comment\": \"c\"}",
                            201)
                    .get("id")
                    .asText();
            exchange(first, "POST", "/api/v1/acknowledgements", "{\"matchers\": []}", 422);
            exchange(second, "POST", "/alertmanager/api/v2/alerts", "[{\"labels\": {\"alertname\": \"x\"}}]", 200);
            exchange(second, "POST", "/alertmanager/api/v2/alerts", many(), 200);
            for (RunningService each : both) {
                // Kafka has them; the owner takes them a portion at a time.
                Eventually.within(LONG, () -> "not all alerts are listed", () -> listed(each) == MANY);
                assertThat(exchange(each, "GET", "/api/v1/maintenance-windows/" + window, "", 200)
                                .at("/matchers/0/value")
                                .asText())
                        .isEqualTo("dä");
                assertThat(exchange(each, "GET", "/alertmanager/api/v2/silences", "", 200))
                        .hasSize(1);
                String alert = exchange(each, "GET", "/alertmanager/api/v2/alerts?filter=alertname%3Dx", "", 200)
                        .at("/0/fingerprint")
                        .asText();
                assertThat(exchange(each, "GET", "/api/v1/alerts/" + alert + "/explain", "", 200)
                                .get("state")
                                .asText())
                        .isEqualTo("firing");
                exchange(each, "POST", "/api/v1/routes/test", "{\"labels\": {\"alertname\": \"x\"}}", 200);
                exchange(each, "GET", "/api/v1/maintenance-windows/none", "", 404);
            }

            RunningService owner = isOwner(first) ? first : second;
            RunningService other = owner == first ? second : first;
            owner.close();
            Eventually.within(LONG, () -> "the other one does not take over", () -> isOwner(other));
            exchange(other, "DELETE", "/api/v1/maintenance-windows/" + window, "", 204);
        }
    }

    private int listed(RunningService sink) {
        try {
            return exchange(sink, "GET", "/alertmanager/api/v2/alerts?filter=many%3D1", "", 200)
                    .size();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** More than is written at once when it is listed. */
    private static String many() {
        return IntStream.range(0, MANY)
                .mapToObj(i -> "{\"labels\": {\"alertname\": \"m" + i + "\", \"many\": \"1\"}}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static boolean isOwner(RunningService service) {
        return service.context()
                .getBean(AlertSink.class)
                .alertmanager()
                .handle()
                .isAtWork();
    }

    private static RunningService start(SinkRig rig, String name) throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            rig.extra.put("http.port", Integer.toString(free.getLocalPort()));
        }
        return rig.start(name);
    }

    private JsonNode exchange(RunningService sink, String method, String path, String body, int status)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sink.uri() + path))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode())
                .as(method + " " + path + " " + response.body())
                .isEqualTo(status);
        return response.body().isEmpty() ? JSON.missingNode() : JSON.readTree(response.body());
    }
}
