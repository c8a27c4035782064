package io.tocsin.query.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrendTest {

    @Test
    void aSeriesThatGrowsIsRising() {
        assertThat(Trend.of(List.of(0.0, 0.1, 0.2, 0.35))).isEqualTo(Trend.RISING);
    }

    @Test
    void aSeriesThatShrinksIsFalling() {
        assertThat(Trend.of(List.of(9.0, 7.0, 4.0, 1.0))).isEqualTo(Trend.FALLING);
    }

    @Test
    void aSeriesThatOnlyScattersIsSteady() {
        assertThat(Trend.of(List.of(5.0, 1.0, 6.0, 0.0, 5.5, 1.0))).isEqualTo(Trend.STEADY);
    }

    @Test
    void aConstantSeriesIsSteady() {
        assertThat(Trend.of(List.of(2.0, 2.0, 2.0, 2.0))).isEqualTo(Trend.STEADY);
    }

    @Test
    void aSmallThoughSteadyGrowthIsSteady() {
        assertThat(Trend.of(List.of(100.0, 100.1, 100.2, 100.3))).isEqualTo(Trend.STEADY);
    }

    @Test
    void twoValuesAreNoTrend() {
        assertThat(Trend.of(List.of(1.0, 100.0))).isEqualTo(Trend.STEADY);
    }
}
