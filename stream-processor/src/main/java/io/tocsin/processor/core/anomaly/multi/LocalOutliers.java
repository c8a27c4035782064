package io.tocsin.processor.core.anomaly.multi;

import java.util.Arrays;

/**
 * Local outlier factor (Breunig, Kriegel, Ng, Sander 2000) of a row among a sample of the past. What it knows of the sample
 * (distances to the nearest {@value #NEAREST}, local densities) follows from the sample and is not stored. Mutable, not
 * thread-safe.
 */
final class LocalOutliers {

    private static final int NEAREST = 10;
    /** Least distance, per root of a column: rows that are the same to a byte are not infinitely dense. */
    private static final double LEAST = 0.8;

    private final double[] reach = new double[RowSample.ROWS];
    private final double[] density = new double[RowSample.ROWS];
    private final int[] near = new int[NEAREST];
    private final double[] nearest = new double[NEAREST];
    private boolean stale = true;

    /** Notes that the sample changed. */
    void changed() {
        stale = true;
    }

    /** Returns how many times less dense the sample is around a row than around its neighbours, at least 0; 1 is usual. */
    double factor(RowSample sample, byte[] row, int columns) {
        int rows = sample.size();
        if (rows <= 2 * NEAREST) {
            return 1;
        }
        if (stale) {
            learn(sample, columns);
            stale = false;
        }
        findNearest(sample, row, columns, -1);
        double own = density();
        double around = 0;
        for (int i = 0; i < NEAREST; i++) {
            around += density[near[i]];
        }
        return around / NEAREST / own;
    }

    private void learn(RowSample sample, int columns) {
        int rows = sample.size();
        int[][] neighbours = new int[rows][];
        double[][] distances = new double[rows][];
        for (int i = 0; i < rows; i++) {
            byte[] row = new byte[columns];
            for (int c = 0; c < columns; c++) {
                row[c] = (byte) sample.at(i, c);
            }
            findNearest(sample, row, columns, i);
            neighbours[i] = near.clone();
            distances[i] = nearest.clone();
            reach[i] = nearest[NEAREST - 1];
        }
        for (int i = 0; i < rows; i++) {
            System.arraycopy(neighbours[i], 0, near, 0, NEAREST);
            System.arraycopy(distances[i], 0, nearest, 0, NEAREST);
            density[i] = density();
        }
    }

    /** Returns the local reachability density of what {@link #findNearest} was last asked about. */
    private double density() {
        double sum = 0;
        for (int i = 0; i < NEAREST; i++) {
            sum += Math.max(nearest[i], reach[near[i]]);
        }
        return NEAREST / sum;
    }

    private void findNearest(RowSample sample, byte[] row, int columns, int but) {
        Arrays.fill(nearest, Double.MAX_VALUE);
        double least = LEAST * Math.sqrt(columns);
        for (int i = 0; i < sample.size(); i++) {
            if (i == but) {
                continue;
            }
            int sum = 0;
            for (int c = 0; c < columns; c++) {
                int difference = row[c] - sample.at(i, c);
                sum += difference * difference;
            }
            double distance = Math.max(least, Math.sqrt(sum));
            if (distance < nearest[NEAREST - 1]) {
                int at = NEAREST - 1;
                while (at > 0 && nearest[at - 1] > distance) {
                    nearest[at] = nearest[at - 1];
                    near[at] = near[at - 1];
                    at--;
                }
                nearest[at] = distance;
                near[at] = i;
            }
        }
    }

    static int approximateBytes() {
        return 80 + 16 * RowSample.ROWS + 12 * NEAREST;
    }
}
