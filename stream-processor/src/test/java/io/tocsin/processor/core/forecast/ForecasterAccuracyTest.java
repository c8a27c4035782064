package io.tocsin.processor.core.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How well the tails of simulated series are forecast: a guard against a change for the worse, not a measurement. */
class ForecasterAccuracyTest {

    private static final int SEASON = 96;

    @ParameterizedTest
    @ValueSource(ints = {4, 16, 96})
    void beatsTheSeasonBeforeAndItsBandHoldsWhatItPromises(int steps) {
        double logRatios = 0;
        int series = 0;
        double covered = 0;
        double points = 0;
        for (Simulated.Kind kind : Simulated.Kind.values()) {
            for (int seed = 0; seed < 3; seed++) {
                double[] x = Simulated.series(kind, SEASON, 16, seed);
                double error = 0;
                double naive = 0;
                for (int origin = 10 * SEASON; origin + steps <= x.length; origin += SEASON + 17) {
                    Forecast forecast = (Forecast) Forecaster.forecast(Simulated.history(x, origin, SEASON), steps);
                    for (int i = 0; i < steps; i++) {
                        double truth = x[origin + i];
                        error += Math.abs(truth - forecast.mean()[i]);
                        naive += Math.abs(truth - x[origin + i - SEASON]);
                        covered += truth >= forecast.lower()[i] && truth <= forecast.upper()[i] ? 1 : 0;
                        points++;
                    }
                }
                logRatios += Math.log(error / naive);
                series++;
            }
        }
        assertThat(Math.exp(logRatios / series))
                .as("error over that of the season before")
                .isLessThan(0.75);
        assertThat(covered / points).as("coverage").isBetween(0.92, 0.98);
    }
}
