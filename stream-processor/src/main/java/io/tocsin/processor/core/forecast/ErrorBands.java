package io.tocsin.processor.core.forecast;

import java.util.Arrays;

/**
 * The 95 % band by horizon, from errors that were made (split conformal prediction; Vovk et al. 2005, with weights after
 * Barber et al. 2023): the quantiles of the errors of a class of horizons, to either side on its own, late ones weighing more, moved outwards by
 * what the errors of a backtest fall short of those to come. Mutable, not
 * thread-safe.
 */
final class ErrorBands {

    /** Share of the truth that lies below the band, and above it. */
    private static final double TAIL = 0.025;

    private static final int ENOUGH = 60;
    /** Standard deviations of three equally likely points around a mean. */
    private static final double THREE_POINTS = 1.224_744_871_391_589;

    /**
     * Errors of the combination on the stretch that its weights were taken from are smaller than those to come, and those
     * of a whole season ahead rest on few independent ones. Measured on the tails of many series, one value for all.
     */
    private static final double OPTIMISM = 1.1;

    private static final double FEW_SEASONS = 0.2;

    private final HorizonScale scale;
    private final int season;
    private final Sample[] samples;
    private final double[] below;
    private final double[] above;
    private int longest;

    ErrorBands(HorizonScale scale, int season) {
        this.scale = scale;
        this.season = season;
        samples = new Sample[scale.classes()];
        for (int c = 0; c < samples.length; c++) {
            samples[c] = new Sample();
        }
        below = new double[samples.length];
        above = new double[samples.length];
    }

    /**
     * Adds an error.
     *
     * @param error truth minus forecast
     * @param hidden deviation of single cells from the truth that is known
     */
    void add(int horizon, double error, double hidden, double weight) {
        Sample sample = samples[scale.classOf(horizon)];
        longest = Math.max(longest, horizon);
        if (hidden == 0) {
            sample.add(error, weight);
            return;
        }
        sample.add(error - THREE_POINTS * hidden, weight / 3);
        sample.add(error, weight / 3);
        sample.add(error + THREE_POINTS * hidden, weight / 3);
    }

    /** Works out the bands. */
    void complete() {
        int classes = samples.length;
        int reached = longest == 0 ? -1 : scale.classOf(longest);
        for (int c = 0; c < classes; c++) {
            Sample pooled = new Sample();
            pooled.addAll(samples[c]);
            for (int d = 1; pooled.count < ENOUGH && d < classes; d++) {
                if (c - d >= 0) {
                    pooled.addAll(samples[c - d]);
                }
                if (c + d < classes) {
                    pooled.addAll(samples[c + d]);
                }
            }
            pooled.sort();
            double factor = widening(c);
            below[c] = Math.min(0, pooled.quantile(TAIL)) * factor;
            above[c] = Math.max(0, pooled.quantile(1 - TAIL)) * factor;
            if (c > reached) {
                // Beyond what could be tried errors are taken to grow as those of a random walk do.
                double growth = StrictMath.pow(2, (c - Math.max(0, reached)) / 4.0);
                below[c] *= growth;
                above[c] *= growth;
            }
        }
    }

    private double widening(int c) {
        double horizon = StrictMath.pow(2, c / 2.0);
        return OPTIMISM + FEW_SEASONS * Math.min(1, horizon / season);
    }

    /** Returns the lower end of the band relative to the forecast: not above 0. */
    double below(int horizon) {
        return scale.at(horizon, below);
    }

    /** Returns the upper end of the band relative to the forecast: not below 0. */
    double above(int horizon) {
        return scale.at(horizon, above);
    }

    /** Weighted numbers. */
    private static final class Sample {
        private double[][] entries = new double[64][];
        private int count;

        void add(double value, double weight) {
            if (count == entries.length) {
                entries = Arrays.copyOf(entries, 2 * count);
            }
            entries[count++] = new double[] {value, weight};
        }

        void addAll(Sample other) {
            for (int i = 0; i < other.count; i++) {
                add(other.entries[i][0], other.entries[i][1]);
            }
        }

        void sort() {
            Arrays.sort(entries, 0, count, (a, b) -> Double.compare(a[0], b[0]));
        }

        double quantile(double p) {
            double total = 0;
            for (int i = 0; i < count; i++) {
                total += entries[i][1];
            }
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += entries[i][1];
                if (sum >= p * total) {
                    return entries[i][0];
                }
            }
            return count == 0 ? 0 : entries[count - 1][0];
        }
    }
}
