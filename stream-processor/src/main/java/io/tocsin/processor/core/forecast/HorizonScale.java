package io.tocsin.processor.core.forecast;

/**
 * Horizons in classes of about the same relative length, two per doubling: errors are collected per class, and what was
 * worked out per class is read off between them. Immutable.
 */
final class HorizonScale {

    private final double[] positions;
    private final int classes;

    /** Makes the scale for horizons from 1 to a number of steps. */
    HorizonScale(int steps) {
        positions = new double[steps + 1];
        for (int h = 1; h <= steps; h++) {
            positions[h] = 2 * StrictMath.log(h) / StrictMath.log(2);
        }
        classes = (int) Math.ceil(positions[steps]) + 1;
    }

    /** Returns the number of classes. */
    int classes() {
        return classes;
    }

    /** Returns the class of a horizon. */
    int classOf(int horizon) {
        return (int) Math.round(positions[horizon]);
    }

    /** Returns the value at a horizon, between the values of the two classes around it. */
    double at(int horizon, double[] byClass) {
        int below = (int) positions[horizon];
        double share = positions[horizon] - below;
        return share == 0 ? byClass[below] : byClass[below] * (1 - share) + byClass[below + 1] * share;
    }

    /** Returns horizons to try: each of the first ones, then ever fewer, and some of each stretch of the season. */
    static int[] trials(int steps, int season) {
        boolean[] chosen = new boolean[steps + 1];
        for (double h = 1; h <= steps; h = Math.max(h + 1, h * 1.2)) {
            chosen[(int) h] = true;
        }
        int stride = Math.max(1, Math.max(season / 24, steps / 48));
        for (int h = stride; h <= steps; h += stride) {
            chosen[h] = true;
        }
        chosen[steps] = true;
        int count = 0;
        for (boolean one : chosen) {
            count += one ? 1 : 0;
        }
        int[] horizons = new int[count];
        int next = 0;
        for (int h = 1; h <= steps; h++) {
            if (chosen[h]) {
                horizons[next++] = h;
            }
        }
        return horizons;
    }
}
