package io.tocsin.processor.core.forecast;

/**
 * What each candidate would have said at earlier times, from what was known then, and how far it was off. From the
 * errors follow the weights of the candidates, and from the errors of the weighted combination the bands. Late origins
 * count more. Not thread-safe.
 */
final class Backtest {

    private static final int MOST_ORIGINS = 48;
    private static final double ERROR_HALF_LIFE = 3;
    private static final double BAND_HALF_LIFE = 6;
    private static final double POWER = 15;
    private static final double OVERALL_SHARE = 0.3;
    private static final double LEAST_WEIGHT = 0.1;
    /** How much the errors of a class of horizons count for those one and two classes away. */
    private static final double[] NEIGHBOUR = {1, 0.6, 0.3};

    private final SeriesView series;
    private final double[] x;
    private final HorizonScale scale;
    private final int season;
    private final int[] horizons;
    private final int[] origins;
    private final double[][][] forecasts;

    /**
     * Runs all candidates from all origins.
     *
     * @param steps longest horizon
     */
    Backtest(SeriesView series, int season, int steps) {
        this.series = series;
        this.season = season;
        x = series.values();
        int n = x.length;
        scale = new HorizonScale(steps);
        horizons = HorizonScale.trials(Math.min(steps, n), season);
        int first = n < 3 * season ? Math.max(2, n / 2) : Math.max(2 * season, n / 3);
        first = Math.min(first, n - 1);
        int stride = Math.max(1, (n - first) / MOST_ORIGINS);
        origins = new int[(n - 1 - first) / stride + 1];
        forecasts = new double[origins.length][Candidates.COUNT][horizons.length];
        Candidates candidates = new Candidates(season, horizons);
        for (int i = 0; i < origins.length; i++) {
            origins[i] = n - 1 - i * stride;
            candidates.forecast(x, origins[i], forecasts[i]);
        }
    }

    /** Returns the scale of horizons. */
    HorizonScale scale() {
        return scale;
    }

    /** Returns the weights of the candidates by candidate and class of horizons; those of a class add up to 1. */
    double[][] weights() {
        double[][] errors = errors();
        double[][] weights = new double[Candidates.COUNT][scale.classes()];
        for (int c = 0; c < scale.classes(); c++) {
            double least = Double.MAX_VALUE;
            for (double[] error : errors) {
                least = Math.min(least, error[c]);
            }
            double total = 0;
            for (int e = 0; e < errors.length; e++) {
                double share = least > 0 ? StrictMath.pow(least / errors[e][c], POWER) : errors[e][c] == 0 ? 1 : 0;
                weights[e][c] = share < LEAST_WEIGHT ? 0 : share;
                total += weights[e][c];
            }
            for (double[] weight : weights) {
                weight[c] /= total;
            }
        }
        return weights;
    }

    /** Returns how far the combination was off. */
    ErrorBands bands(double[][] weights) {
        ErrorBands bands = new ErrorBands(scale, season);
        for (int o = 0; o < origins.length; o++) {
            double recency = recency(origins[o], BAND_HALF_LIFE);
            for (int i = 0; i < horizons.length && origins[o] + horizons[i] <= x.length; i++) {
                int target = origins[o] + horizons[i] - 1;
                if (!series.known(target)) {
                    continue;
                }
                double combined = 0;
                int c = scale.classOf(horizons[i]);
                for (int e = 0; e < weights.length; e++) {
                    if (weights[e][c] > 0) {
                        combined += weights[e][c] * forecasts[o][e][i];
                    }
                }
                bands.add(horizons[i], x[target] - combined, series.hiddenDeviation(target), recency);
            }
        }
        bands.complete();
        return bands;
    }

    /** Returns the mean absolute errors by candidate and class, smoothed over the classes and held to the overall one. */
    private double[][] errors() {
        int classes = scale.classes();
        double[][] errors = new double[Candidates.COUNT][classes];
        double[] weight = new double[classes];
        for (int o = 0; o < origins.length; o++) {
            double recency = recency(origins[o], ERROR_HALF_LIFE);
            for (int i = 0; i < horizons.length && origins[o] + horizons[i] <= x.length; i++) {
                int target = origins[o] + horizons[i] - 1;
                if (!series.known(target)) {
                    continue;
                }
                int c = scale.classOf(horizons[i]);
                weight[c] += recency;
                for (int e = 0; e < errors.length; e++) {
                    errors[e][c] += recency * Math.abs(forecasts[o][e][i] - x[target]);
                }
            }
        }
        double[][] smoothed = new double[Candidates.COUNT][classes];
        for (int e = 0; e < errors.length; e++) {
            double overall = 0;
            for (int c = 0; c < classes; c++) {
                errors[e][c] = weight[c] > 0 ? errors[e][c] / weight[c] : 0;
                overall += errors[e][c] / classes;
            }
            for (int c = 0; c < classes; c++) {
                double sum = OVERALL_SHARE * overall;
                for (int d = -2; d <= 2; d++) {
                    if (c + d >= 0 && c + d < classes) {
                        sum += NEIGHBOUR[Math.abs(d)] * errors[e][c + d];
                    }
                }
                smoothed[e][c] = sum;
            }
        }
        return smoothed;
    }

    private double recency(int origin, double halfLife) {
        return StrictMath.pow(0.5, (x.length - origin) / (halfLife * season));
    }
}
