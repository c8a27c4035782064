package io.tocsin.processor.core.forecast;

import java.util.Arrays;

/**
 * What the seasons before an origin had in common: the level of each, and typical deviations from it by phase, each in
 * several degrees of smoothing. Phase 0 is the cell at the origin. Immutable after its making.
 */
final class SeasonShape {

    private static final double RECENT = 0.7;

    /** Mean of each season, latest first. */
    final double[] levels;
    /** Median level: an ordinary season. */
    final double ordinaryLevel;
    /** Robust slope of the levels per step. */
    final double slope;
    /** Deviations by phase: median, smoothed median, smoothed mean, mean that weighs late seasons more. */
    final double[][] profiles;
    /** Ratio to the level by phase; null when a level is not positive. */
    final double[] ratios;

    /**
     * Learns from the whole seasons before an origin, of which there must be one.
     *
     * @param most seasons that are looked at
     */
    SeasonShape(double[] x, int origin, int season, int most) {
        int rows = Math.min(origin / season, most);
        levels = new double[rows];
        boolean positive = true;
        for (int k = 0; k < rows; k++) {
            levels[k] = Ranks.mean(x, origin - (k + 1) * season, origin - k * season);
            positive &= levels[k] > 0;
        }
        ordinaryLevel = Ranks.median(levels, 0, rows);
        slope = rows < 2 ? 0 : slopeOf(levels) / season;
        double[] median = new double[season];
        double[] mean = new double[season];
        double[] recent = new double[season];
        double[] ratio = new double[season];
        double[] column = new double[rows];
        double[] weights = new double[rows];
        double total = 0;
        for (int k = 0; k < rows; k++) {
            weights[k] = k == 0 ? 1 : weights[k - 1] * RECENT;
            total += weights[k];
        }
        for (int s = 0; s < season; s++) {
            double sum = 0;
            double weighted = 0;
            double shares = 0;
            for (int k = 0; k < rows; k++) {
                double value = x[origin - (k + 1) * season + s];
                column[k] = value - levels[k];
                sum += column[k];
                weighted += weights[k] * column[k];
                shares += positive ? weights[k] * value / levels[k] : 0;
            }
            median[s] = Ranks.medianInPlace(column);
            mean[s] = sum / rows;
            recent[s] = weighted / total;
            ratio[s] = shares / total;
        }
        int narrow = Math.max(1, season / 96);
        int wide = Math.max(1, season / 24);
        profiles = new double[][] {median, smooth(median, narrow), smooth(mean, wide), smooth(recent, 1)};
        ratios = positive ? smooth(ratio, 1) : null;
    }

    /** Returns the circular moving average over a number of phases to each side. */
    static double[] smooth(double[] profile, int reach) {
        int season = profile.length;
        int width = Math.min(reach, (season - 1) / 2);
        if (width < 1) {
            return profile;
        }
        double[] smoothed = new double[season];
        for (int s = 0; s < season; s++) {
            double sum = 0;
            for (int i = s - width; i <= s + width; i++) {
                sum += profile[Math.floorMod(i, season)];
            }
            smoothed[s] = sum / (2 * width + 1);
        }
        return smoothed;
    }

    /** Median of the slopes between pairs of levels (Theil 1950, Sen 1968), latest first, over a week at most. */
    private static double slopeOf(double[] levels) {
        int rows = Math.min(levels.length, 7);
        double[] slopes = new double[rows * (rows - 1) / 2];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = i + 1; j < rows; j++) {
                slopes[count++] = (levels[i] - levels[j]) / (j - i);
            }
        }
        return Ranks.medianInPlace(Arrays.copyOf(slopes, count));
    }
}
