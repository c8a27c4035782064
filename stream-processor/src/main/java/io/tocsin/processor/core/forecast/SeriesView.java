package io.tocsin.processor.core.forecast;

import java.util.Arrays;

/**
 * A history as the forecaster works on it: without gaps, and scaled by a power of two, which loses nothing, so that sums
 * of the largest numbers stay finite. Immutable.
 */
final class SeriesView {

    private final double[] values;
    private final boolean[] known;
    private final int fineFrom;
    private final double hidden;
    private final int samples;
    private final int exponent;

    private SeriesView(double[] values, boolean[] known, int fineFrom, double hidden, int samples, int exponent) {
        this.values = values;
        this.known = known;
        this.fineFrom = fineFrom;
        this.hidden = hidden;
        this.samples = samples;
        this.exponent = exponent;
    }

    /**
     * Makes the view of cells.
     *
     * @param cells value per cell, oldest first; NaN where there is none. Taken over and changed
     * @param season cells of a season
     * @param fineFrom index from which cells are as they were; before it neighbours have been averaged
     * @param group cells that were averaged together
     */
    static SeriesView of(double[] cells, int season, int fineFrom, int group) {
        int start = 0;
        while (start < cells.length && Double.isNaN(cells[start])) {
            start++;
        }
        double[] values = Arrays.copyOfRange(cells, start, cells.length);
        boolean[] known = new boolean[values.length];
        double greatest = 0;
        int samples = 0;
        for (int i = 0; i < values.length; i++) {
            known[i] = !Double.isNaN(values[i]);
            samples += known[i] ? 1 : 0;
            greatest = known[i] ? Math.max(greatest, Math.abs(values[i])) : greatest;
        }
        int exponent = greatest == 0 ? 0 : Math.max(-1000, Math.getExponent(greatest));
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.scalb(values[i], -exponent);
        }
        fill(values, known, season);
        int fine = Math.max(0, fineFrom - start);
        return new SeriesView(
                values, known, fine, fine > 0 ? hiddenDeviation(values, fine, group) : 0, samples, exponent);
    }

    /** Returns the scaled values; gaps are filled. */
    double[] values() {
        return values;
    }

    /** Returns whether a cell has a value of its own. */
    boolean known(int i) {
        return known[i];
    }

    /** Returns by how much single cells deviate from what is known of a cell, because neighbours were averaged. */
    double hiddenDeviation(int i) {
        return i < fineFrom ? hidden : 0;
    }

    /** Returns the number of cells with a value of their own. */
    int samples() {
        return samples;
    }

    /** Returns a scaled number in the unit of the series. */
    double unscaled(double value) {
        double wide = Math.scalb(value, exponent);
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, wide));
    }

    /** Fills gaps: a long one with the season before plus the change of level across, a short one with a line. */
    private static void fill(double[] values, boolean[] known, int season) {
        int i = 0;
        while (i < values.length) {
            if (known[i]) {
                i++;
                continue;
            }
            int end = i;
            while (end < values.length && !known[end]) {
                end++;
            }
            double before = values[i - 1];
            double after = end < values.length ? values[end] : before;
            boolean repeat = end - i > Math.max(2, season / 24) && i > season;
            for (int j = i; j < end; j++) {
                double share = (j - i + 1.0) / (end - i + 1.0);
                values[j] = repeat ? values[j - season] : before + share * (after - before);
            }
            i = end;
        }
    }

    private static double hiddenDeviation(double[] values, int from, int group) {
        double squares = 0;
        int groups = 0;
        for (int i = from; i + group <= values.length; i += group) {
            double mean = Ranks.mean(values, i, i + group);
            for (int j = i; j < i + group; j++) {
                squares += (values[j] - mean) * (values[j] - mean) / group;
            }
            groups++;
        }
        return groups == 0 ? 0 : Math.sqrt(squares / groups);
    }
}
