package io.tocsin.query.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * Quantiles of several populations together, from a few quantiles of each. Each population's distribution is taken as
 * linear between its known points (least value, p50, p90, p95, p99, greatest value); the mixture is the mean of the
 * distributions weighted by their counts, and is inverted by bisection. With one population the known quantiles come out
 * exactly; with several the error is that of the linear parts. Not thread-safe.
 */
public final class QuantileMixture {

    private static final double[] LEVELS = {0, 0.5, 0.9, 0.95, 0.99, 1};
    private static final int BISECTIONS = 60;

    private final List<Population> populations = new ArrayList<>();
    private long count;
    private double sum;

    /**
     * Adds a population.
     *
     * @param size number of values, at least 1; ignored when 0
     * @param mean their mean
     * @param points values at the levels 0, 0.5, 0.9, 0.95, 0.99 and 1, ascending up to rounding
     */
    public void add(long size, double mean, double... points) {
        if (points.length != LEVELS.length) {
            throw new IllegalArgumentException("expected " + LEVELS.length + " points, got " + points.length);
        }
        if (size == 0) {
            return;
        }
        double[] ascending = points.clone();
        for (int i = 1; i < ascending.length; i++) {
            ascending[i] = Math.max(ascending[i - 1], ascending[i]);
        }
        populations.add(new Population(size, ascending));
        count += size;
        sum += size * mean;
    }

    /** Returns the number of values in all populations. */
    public long count() {
        return count;
    }

    /** Returns the mean of all values; null without values. */
    public Double mean() {
        return count == 0 ? null : Double.valueOf(sum / count);
    }

    /**
     * Returns a quantile of all values; null without values.
     *
     * @param level in [0,1]
     */
    public Double quantile(double level) {
        if (populations.isEmpty()) {
            return null;
        }
        if (populations.size() == 1) {
            return populations.get(0).value(level);
        }
        double low =
                populations.stream().mapToDouble(one -> one.points[0]).min().orElseThrow();
        double high = populations.stream()
                .mapToDouble(one -> one.points[LEVELS.length - 1])
                .max()
                .orElseThrow();
        for (int i = 0; i < BISECTIONS && low < high; i++) {
            double middle = low + (high - low) / 2;
            if (below(middle) < level * count) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private double below(double value) {
        double below = 0;
        for (Population one : populations) {
            below += one.size * one.level(value);
        }
        return below;
    }

    private record Population(long size, double[] points) {

        double level(double value) {
            if (value < points[0]) {
                return 0;
            }
            for (int i = points.length - 1; i >= 0; i--) {
                if (value >= points[i]) {
                    if (i == points.length - 1) {
                        return 1;
                    }
                    double share = (value - points[i]) / (points[i + 1] - points[i]);
                    return LEVELS[i] + share * (LEVELS[i + 1] - LEVELS[i]);
                }
            }
            return 0;
        }

        double value(double level) {
            for (int i = 1; i < LEVELS.length; i++) {
                if (level <= LEVELS[i]) {
                    double share = (level - LEVELS[i - 1]) / (LEVELS[i] - LEVELS[i - 1]);
                    return points[i - 1] + share * (points[i] - points[i - 1]);
                }
            }
            return points[points.length - 1];
        }
    }
}
