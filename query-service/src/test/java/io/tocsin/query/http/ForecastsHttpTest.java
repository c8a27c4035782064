package io.tocsin.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.query.fake.RunningQuery;
import io.tocsin.query.fake.Samples;
import io.tocsin.schemas.LimitAhead;
import io.tocsin.schemas.MetricForecast;
import io.tocsin.schemas.SourceForecasts;
import io.tocsin.schemas.key.SourceKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForecastsHttpTest {

    private RunningQuery query;

    @BeforeEach
    void start() {
        query = RunningQuery.start(Map.of());
        query.cluster.put(Samples.scope("*"));
        query.cluster.put(Samples.scope("production"));
        query.cluster.put(Samples.source("production", "db-1").build());
        MetricForecast forecast = MetricForecast.newBuilder()
                .setMetric("disk_usage")
                .setFrom(Samples.T0)
                .setStepMs(300_000)
                .setCurrent(90.0)
                .setMean(List.of(91.0, 92.0))
                .setLower(List.of(90.5, 91.0))
                .setUpper(List.of(91.5, 93.0))
                .setSlopePerHour(12.0)
                .setSamples(100)
                .setLimits(List.of(new LimitAhead(100.0, null, false, 3_000_000L, 2_400_000L, null)))
                .build();
        query.cluster.put(
                new SourceKey("default", "production", "db-1"),
                new SourceForecasts(List.of("disk_usage"), List.of(forecast)));
    }

    @AfterEach
    void stop() {
        query.close();
    }

    @Test
    void aForecastHasPointsTrendAndTimeToLimits() {
        for (String path : List.of("/api/v1/sources/db-1/forecasts?horizon=2h", "/api/v1/forecasts?source=db-1")) {
            JsonNode answer = query.json(path);
            assertThat(answer.path("metrics").get(0).asText()).isEqualTo("disk_usage");
            JsonNode one = answer.path("items").get(0);
            assertThat(one.path("step_s").asInt()).isEqualTo(300);
            assertThat(one.path("points")).hasSize(2);
            assertThat(one.path("points").get(1).path("upper").asDouble()).isEqualTo(93);
            assertThat(one.path("trend").path("slope_per_hour").asDouble()).isEqualTo(12);
            JsonNode limit = one.path("time_to_limit").get(0);
            assertThat(limit.path("expected_s").asDouble()).isEqualTo(3000);
            assertThat(limit.path("latest_s").isNull()).isTrue();
            assertThat(answer.has("as_of")).isTrue();
        }
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(query.get("/api/v1/sources/nobody/forecasts").statusCode()).isEqualTo(404);
        assertThat(query.get("/api/v1/sources/db-1/forecasts?metric=queue").statusCode())
                .isEqualTo(404);
    }

    @Test
    void whatMakesNoSenseIsRefusedByName() {
        for (String bad : List.of("horizon=soon", "horizon=8d", "horizon=30s", "limit=NaN", "limit=high", "hours=1")) {
            var response = query.get("/api/v1/sources/db-1/forecasts?" + bad);
            assertThat(response.statusCode()).as(bad).isEqualTo(400);
            assertThat(RunningQuery.json(response)
                            .path("errors")
                            .get(0)
                            .path("field")
                            .asText())
                    .isEqualTo(bad.substring(0, bad.indexOf('=')));
        }
        assertThat(query.get("/api/v1/forecasts").statusCode()).isEqualTo(400);
    }
}
