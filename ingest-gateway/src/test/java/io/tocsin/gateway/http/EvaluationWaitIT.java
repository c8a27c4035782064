package io.tocsin.gateway.http;

import static io.tocsin.gateway.http.Responses.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tocsin.gateway.rig.GatewayRig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that would rather wait for the evaluation than ask for it. */
class EvaluationWaitIT {

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer queryService;
    private int notYet;

    @BeforeEach
    void start() throws IOException {
        queryService = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        queryService.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            boolean seen = asked.size() > notYet;
            byte[] body = "{\"source\":\"a b\",\"status\":\"WARNING\",\"severity_score\":0.8,\"windows\":{}}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(seen ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        queryService.start();
    }

    @AfterEach
    void stop() {
        queryService.stop(0);
    }

    @Test
    void theAnswerHasTheEvaluationOnceTheQueryServiceSeesTheEvent() {
        notYet = 2;
        try (GatewayRig rig = rig()) {
            HttpResponse<String> response = post(rig);

            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(response.headers().firstValue("Preference-Applied")).hasValue("wait=5");
            assertThat(json(response).at("/evaluation/status").textValue()).isEqualTo("WARNING");
            assertThat(json(response).at("/evaluation").has("windows")).isFalse();
            assertThat(asked)
                    .hasSize(3)
                    .allMatch(uri -> uri.startsWith("/api/v1/sources/a%20b?environment=default&min_position=events."));
        }
    }

    @Test
    void anEvaluationThatDoesNotComeInTimeIsLeftOut() {
        notYet = Integer.MAX_VALUE;
        try (GatewayRig rig = rig()) {
            HttpResponse<String> response = post(rig);

            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(response.headers().firstValue("Preference-Applied")).isEmpty();
            assertThat(json(response).has("evaluation")).isFalse();
        }
    }

    private GatewayRig rig() {
        return GatewayRig.start(
                folder,
                Map.of(
                        "gateway.query-url",
                        "http://127.0.0.1:" + queryService.getAddress().getPort() + "/"));
    }

    private static HttpResponse<String> post(GatewayRig rig) {
        return rig.send(rig.request("/api/v1/events")
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=5")
                .POST(BodyPublishers.ofString("{\"source\":\"a b\",\"event_type\":\"t\",\"data\":{}}")));
    }
}
