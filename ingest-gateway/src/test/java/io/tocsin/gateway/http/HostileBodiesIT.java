package io.tocsin.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.rig.GatewayRig;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that somebody tampered with get an answer of the 4xx kind or are taken; none is a defect. */
class HostileBodiesIT {

    private static final List<Integer> EXPECTED = List.of(200, 202, 400, 413, 415, 422);

    @TempDir
    Path folder;

    @Test
    void noBodyIsAnsweredWith5xx() {
        Map<String, String> bodies = Map.of(
                "/api/v1/events", "[{\"source\":\"s\",\"event_type\":\"t\",\"data\":{\"a\":[1,null,{\"b\":\"c\"}]}}]",
                "/api/v1/monitoring/events",
                        "{\"source\":\"s\",\"event_type\":\"t\",\"data\":{},\"metadata\":{\"k\":[1]}}",
                "/ingest",
                        "{\"host\":\"h\",\"metrics\":{\"c\":1},\"docker_events\":[{\"container\":\"c\"}],\"logs\":[{\"message\":\"m\"}]}",
                "/api/logs/stream/svc", "{\"service_name\":\"svc\",\"logs\":[{\"message\":\"m\",\"level\":\"INFO\"}]}",
                "/api/logs/stream/svc/single", "{\"message\":\"m\",\"timestamp\":1700000000}",
                "/api/logs/stream/svc/continuous", "{\"message\":\"m\"}\n{\"message\":\"n\"}\n",
                "/api/logs/services/register", "{\"service_name\":\"svc\",\"metadata\":{}}",
                "/api/v1/heartbeats", "{\"source\":\"s\",\"interval_s\":5}",
                "/api/v1/operations", "{\"source\":\"s\",\"operation\":\"o\",\"success\":true,\"duration_ms\":1}",
                "/api/v1/metrics", "{\"source\":\"s\",\"name\":\"n\",\"value\":1e3,\"kind\":\"gauge\"}");
        Random random = new Random(7);
        try (GatewayRig rig = GatewayRig.start(folder, Map.of())) {
            for (int round = 0; round < 60; round++) {
                bodies.forEach((path, body) -> {
                    byte[] mutated = mutate(body.getBytes(StandardCharsets.UTF_8), random);
                    String type = random.nextInt(4) == 0 ? "application/x-ndjson" : "application/json";
                    HttpResponse<String> response = rig.send(
                            rig.request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(mutated)));
                    assertThat(response.statusCode())
                            .as("%s <- %s", path, new String(mutated, StandardCharsets.UTF_8))
                            .isIn(EXPECTED);
                });
            }
        }
    }

    private static byte[] mutate(byte[] body, Random random) {
        byte[] mutated = body.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(3)) {
                case 0 -> mutated[at] = (byte) random.nextInt(256);
                case 1 -> mutated[at] = (byte) "{}[]\",:0-e.\\\n tn".charAt(random.nextInt(16));
                default -> mutated = java.util.Arrays.copyOf(mutated, Math.max(1, at));
            }
        }
        return mutated;
    }
}
