package io.tocsin.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.LimitAhead;
import io.tocsin.schemas.MetricForecast;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.SourceForecasts;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.key.SourceKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForecastFlowTest {

    private ProcessorRig rig;
    private RigQueries queries;

    @BeforeEach
    void start() {
        rig = new ProcessorRig();
        queries = new RigQueries(rig);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void whatIsReportedCanBeAskedForAsAForecast() {
        for (int minute = 0; minute < 40; minute++) {
            rig.metric("db-1", "disk_usage", 50 + 0.25 * minute);
            rig.pass(Duration.ofMinutes(1));
        }

        SourceForecasts answer = ask(Map.of("metric", "disk_usage", "horizon", "3600000", "limit", "70"));

        assertThat(answer.getMetrics()).containsExactly("disk_usage");
        MetricForecast forecast = answer.getForecasts().get(0);
        assertThat(forecast.getReason()).isNull();
        assertThat(forecast.getStepMs()).isEqualTo(60_000);
        assertThat(forecast.getMean()).hasSize(60);
        assertThat(forecast.getMean().get(59)).isBetween(70.0, 78.0);
        assertThat(forecast.getSlopePerHour()).isBetween(14.0, 16.0);
        LimitAhead asked = forecast.getLimits().get(0);
        assertThat(asked.getRule()).isNull();
        assertThat(asked.getExpectedMs()).isBetween(30 * 60_000L, 50 * 60_000L);
        assertThat(forecast.getLimits()).extracting(LimitAhead::getRule).contains("limit-ahead");
    }

    @Test
    void aYoungMetricSaysWhyThereIsNoForecast() {
        rig.metric("db-1", "disk_usage", 50);
        rig.pass(Duration.ofMinutes(1));
        assertThat(ask(Map.of()).getForecasts()).isEmpty();

        for (int minute = 0; minute < 3; minute++) {
            rig.metric("db-1", "disk_usage", 50);
            rig.pass(Duration.ofMinutes(1));
        }
        rig.metric("db-1", "disk_usage", 50);
        assertThat(ask(Map.of()).getForecasts().get(0).getReason()).contains("needs 6 cells");
    }

    private SourceForecasts ask(Map<String, String> conditions) {
        return queries.rows(
                        RigQueries.question(Stores.VIEW_FORECASTS, QueryKind.KEYS)
                                .setKeys(List.of(new SourceKey("default", "production", "db-1").text()))
                                .setFilter(conditions)
                                .build(),
                        SourceForecasts.class)
                .get(0);
    }
}
