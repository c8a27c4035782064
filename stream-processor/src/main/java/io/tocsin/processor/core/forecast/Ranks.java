package io.tocsin.processor.core.forecast;

import java.util.Arrays;

/** Means and medians of pieces of arrays. */
final class Ranks {

    private Ranks() {}

    /** Returns the mean of a piece that is not empty; what lies before the array's start is left out. */
    static double mean(double[] values, int from, int to) {
        int first = Math.max(0, from);
        double sum = 0;
        for (int i = first; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - first);
    }

    /** Returns the median of a piece that is not empty; what lies before the array's start is left out. */
    static double median(double[] values, int from, int to) {
        return medianInPlace(Arrays.copyOfRange(values, Math.max(0, from), to));
    }

    /** Returns the median of an array that is not empty, and sorts it. */
    static double medianInPlace(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
