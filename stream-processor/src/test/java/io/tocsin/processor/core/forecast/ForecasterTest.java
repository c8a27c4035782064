package io.tocsin.processor.core.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ForecasterTest {

    @Property(tries = 150)
    void theBandHoldsTheMeanAndAllIsFinite(
            @ForAll @Size(min = 6, max = 120) double[] values,
            @ForAll @IntRange(min = 1, max = 40) int season,
            @ForAll @IntRange(min = 1, max = 100) int steps) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.isFinite(values[i]) ? values[i] : 0;
        }
        Forecast forecast = (Forecast) Forecaster.forecast(Simulated.history(values, values.length, season), steps);
        assertThat(forecast.steps()).isEqualTo(steps);
        for (int i = 0; i < steps; i++) {
            assertThat(forecast.mean()[i]).isFinite();
            assertThat(forecast.lower()[i]).isFinite().isLessThanOrEqualTo(forecast.mean()[i]);
            assertThat(forecast.upper()[i]).isFinite().isGreaterThanOrEqualTo(forecast.mean()[i]);
        }
    }

    @Property(tries = 40)
    void aConstantSeriesStaysWhatItIs(
            @ForAll @DoubleRange(min = -1e30, max = 1e30) double value,
            @ForAll @IntRange(min = 6, max = 300) int cells) {
        double[] x = new double[cells];
        java.util.Arrays.fill(x, value);
        Forecast forecast = (Forecast) Forecaster.forecast(Simulated.history(x, cells, 24), 24);
        for (double mean : forecast.mean()) {
            assertThat(mean).isCloseTo(value, within(Math.abs(value) * 1e-12));
        }
    }

    @Test
    void theSameHistoryGivesTheSameForecast() {
        double[] x = Simulated.series(Simulated.Kind.DAY_AND_WEEK, 48, 20, 3);
        Forecast once = (Forecast) Forecaster.forecast(Simulated.history(x, x.length, 48), 48);
        Forecast again = (Forecast) Forecaster.forecast(Simulated.history(x, x.length, 48), 48);
        assertThat(again.mean()).isEqualTo(once.mean());
        assertThat(again.lower()).isEqualTo(once.lower());
        assertThat(again.upper()).isEqualTo(once.upper());
    }

    @Test
    void tooFewSamplesAreNotEnough() {
        Outlook outlook = Forecaster.forecast(Simulated.history(new double[] {1, 2, 3}, 3, 24), 12);
        assertThat(outlook).isEqualTo(new NoForecast("needs 6 cells with a value, has 3"));
    }

    @Test
    void refusesHorizonsThatAreNone() {
        CellHistory history = Simulated.history(new double[10], 10, 24);
        assertThatThrownBy(() -> Forecaster.forecast(history, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Forecaster.forecast(history, Forecaster.MOST_STEPS + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSteadyRiseGoesOn() {
        Random random = new Random(5);
        double[] x = new double[90];
        for (int t = 0; t < x.length; t++) {
            x[t] = 40 + 0.1 * t + random.nextGaussian() * 0.05;
        }
        Forecast forecast = (Forecast) Forecaster.forecast(Simulated.history(x, x.length, 1440), 60);
        assertThat(forecast.mean()[59]).isCloseTo(40 + 0.1 * 149, within(1.0));
        assertThat(forecast.slopePerStep()).isCloseTo(0.1, within(0.01));
        assertThat(forecast.seasonal()).isFalse();
    }

    @Test
    void aLearnedSeasonComesAgainAcrossAGap() {
        double[] x = Simulated.series(Simulated.Kind.SEASON_AND_MEMORY, 48, 14, 1);
        CellHistory history = new CellHistory(HistoryShape.ofSteps(48));
        for (int t = 0; t < x.length; t++) {
            if (t < 300 || t > 340) {
                history.add(t, x[t]);
            }
        }
        history.advance(x.length);
        Forecast forecast = (Forecast) Forecaster.forecast(history, 48);
        assertThat(forecast.seasonal()).isTrue();
        assertThat(forecast.samples()).isEqualTo(x.length - 41);
    }

    @Test
    void whatWasNeverNegativeIsNotForecastToBe() {
        Random random = new Random(9);
        double[] x = new double[400];
        for (int t = 0; t < x.length; t++) {
            x[t] = random.nextInt(10) == 0 ? random.nextInt(30) : 0;
        }
        Forecast forecast = (Forecast) Forecaster.forecast(Simulated.history(x, x.length, 24), 48);
        assertThat(forecast.lower()).containsOnly(0);
    }
}
