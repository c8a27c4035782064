package io.tocsin.processor.core.forecast;

/**
 * Forecasts a series from its history alone: all {@link Candidates} are tried on the history ({@link Backtest}), combined
 * by how far they were off at about the same horizon, and banded by how far the combination was off. Nothing is kept
 * between calls and nothing is random: the same history gives the same forecast, bit for bit. Takes some milliseconds:
 * to be called for a question, not for a record. Safe for any number of threads.
 *
 * <p>Weights after inverse errors: Bates and Granger (1969), sharpened.
 */
public final class Forecaster {

    /** Cells with a value that a forecast needs. */
    public static final int FEWEST_SAMPLES = 6;
    /** Steps of the longest forecast. */
    public static final int MOST_STEPS = 4032;

    private Forecaster() {}

    /**
     * Forecasts the cells after the last one of a history.
     *
     * @param history cells up to now
     * @param steps cells to forecast, 1 to {@link #MOST_STEPS}
     */
    public static Outlook forecast(CellHistory history, int steps) {
        if (steps < 1 || steps > MOST_STEPS) {
            throw new IllegalArgumentException("steps must be 1 to " + MOST_STEPS + ", not " + steps);
        }
        int season = history.seasonCells();
        SeriesView series = history.view();
        if (series.samples() < FEWEST_SAMPLES) {
            return new NoForecast("needs " + FEWEST_SAMPLES + " cells with a value, has " + series.samples());
        }
        return forecast(series, season, steps);
    }

    static Forecast forecast(SeriesView series, int season, int steps) {
        double[] x = series.values();
        Backtest backtest = new Backtest(series, season, steps);
        double[][] weights = backtest.weights();
        ErrorBands bands = backtest.bands(weights);
        HorizonScale scale = backtest.scale();
        int[] horizons = new int[steps];
        for (int i = 0; i < steps; i++) {
            horizons[i] = i + 1;
        }
        double[][] ahead = new double[Candidates.COUNT][steps];
        new Candidates(season, horizons).forecast(x, x.length, ahead);
        double least = Double.MAX_VALUE;
        for (double value : x) {
            least = Math.min(least, value);
        }
        double[] mean = new double[steps];
        double[] lower = new double[steps];
        double[] upper = new double[steps];
        double seasonalWeight = 0;
        for (int i = 0; i < steps; i++) {
            double sum = 0;
            for (int e = 0; e < Candidates.COUNT; e++) {
                double weight = scale.at(horizons[i], weights[e]);
                sum += weight == 0 ? 0 : weight * ahead[e][i];
                seasonalWeight += e >= Candidates.FIRST_SEASONAL ? weight / steps : 0;
            }
            double low = sum + bands.below(horizons[i]);
            // What has never been negative, like a count or a share, is not expected to become so.
            if (least >= 0) {
                sum = Math.max(0, sum);
                low = Math.max(0, low);
            }
            mean[i] = series.unscaled(sum);
            lower[i] = Math.min(mean[i], series.unscaled(low));
            upper[i] = Math.max(mean[i], series.unscaled(sum + bands.above(horizons[i])));
        }
        boolean seasonal = x.length >= 2 * season && seasonalWeight > 0.5;
        double slope = series.unscaled(slopePerStep(x, season));
        return new Forecast(mean, lower, upper, slope, series.samples(), seasonal);
    }

    private static double slopePerStep(double[] x, int season) {
        return x.length >= 2 * season
                ? new SeasonShape(x, x.length, season, Candidates.MOST_SEASONS).slope
                : Candidates.slope(x, x.length, Math.min(x.length, season));
    }
}
