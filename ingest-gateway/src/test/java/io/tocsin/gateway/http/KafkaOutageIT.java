package io.tocsin.gateway.http;

import static io.tocsin.gateway.http.Responses.json;
import static io.tocsin.gateway.http.Responses.retryable;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.gateway.rig.Eventually;
import io.tocsin.gateway.rig.GatewayRig;
import io.tocsin.gateway.rig.TopicContents;
import io.tocsin.schemas.Event;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka goes away and comes back. */
class KafkaOutageIT {

    private static final Duration DEADLINE = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    @Test
    void whileKafkaIsAwayRequestsAreTold503WithinTheDeadlineAndNothingAcknowledgedIsLost() {
        try (GatewayRig rig = GatewayRig.start(folder, Map.of("gateway.delivery-deadline", "2s"))) {
            List<String> acknowledged = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                acknowledged.add(
                        json(rig.post("/api/v1/events", event(i))).get("id").textValue());
            }
            rig.kafka().stop();

            long started = System.nanoTime();
            List<CompletableFuture<HttpResponse<String>>> attempts = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String body = event(100 + i);
                attempts.add(CompletableFuture.supplyAsync(() -> rig.post("/api/v1/events", body)));
            }
            for (CompletableFuture<HttpResponse<String>> attempt : attempts) {
                JsonNode problem = retryable(attempt.join(), 503);
                assertThat(problem.get("ids")).hasSize(1);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(DEADLINE.plusSeconds(3));
            assertThat(rig.get("/healthz").statusCode()).isEqualTo(200);
            Eventually.within(
                    Duration.ofSeconds(20),
                    "not ready",
                    () -> rig.get("/readyz").statusCode() == 503);

            rig.kafka().start();
            Eventually.within(
                    Duration.ofSeconds(30),
                    "ready again",
                    () -> rig.get("/readyz").statusCode() == 200);
            Eventually.within(Duration.ofSeconds(30), "taking events again", () -> {
                HttpResponse<String> response = rig.post("/api/v1/events", event(200));
                if (response.statusCode() == 202) {
                    acknowledged.add(json(response).get("id").textValue());
                }
                return response.statusCode() == 202;
            });

            List<String> stored = TopicContents.events(rig.kafka().bootstrapServers()).stream()
                    .map(Event::getId)
                    .toList();
            assertThat(stored).containsAll(acknowledged);
            double failed = rig.metric("tocsin_gateway_items_failed_total{cause=\"timeout\",endpoint=\"events\"}");
            double accepted = rig.metric("tocsin_gateway_items_accepted_total{endpoint=\"events\"}");
            assertThat(failed).isGreaterThanOrEqualTo(8);
            assertThat(accepted).isEqualTo(acknowledged.size());
            assertThat(rig.metric("tocsin_gateway_items_received_total{endpoint=\"events\"}"))
                    .isEqualTo(failed + accepted);
        }
    }

    private static String event(int number) {
        return "{\"id\":\"e" + number + "\",\"source\":\"s" + number % 7 + "\",\"event_type\":\"t\",\"data\":{}}";
    }
}
