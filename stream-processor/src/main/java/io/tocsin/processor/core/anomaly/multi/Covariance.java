package io.tocsin.processor.core.anomaly.multi;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import java.util.Arrays;

/**
 * How deviations of metrics go together, and how unusual a row is given that: the Mahalanobis distance under the second
 * moments of the past with a ridge of 1, which is the variance that a deviation has anyhow. Metrics beyond {@value #BLOCK}
 * are taken in groups of so many, so that size and time grow with their number, not with its square and cube; what two groups
 * have in common is not seen. Missing columns are left out. Mutable, not thread-safe.
 */
final class Covariance {

    private static final int BLOCK = 64;
    private static final double RIDGE = 1;
    /** The ridge as if so many rows had been seen before the first. */
    private static final int PRIOR_ROWS = 60;

    private float[][] blocks = new float[0][];

    /** Where a row is worked on: the same for all sources of a thread, nothing in it lasts. */
    static final class Workspace {
        private final double[] factor = new double[BLOCK * BLOCK];
        private final double[] half = new double[BLOCK];
        private final int[] at = new int[BLOCK];
    }

    void ensure(int columns) {
        int count = (columns + BLOCK - 1) / BLOCK;
        if (count > blocks.length) {
            blocks = Arrays.copyOf(blocks, count);
        }
        for (int b = 0; b < count; b++) {
            int cells = cells(Math.min(BLOCK, columns - b * BLOCK));
            if (blocks[b] == null || blocks[b].length < cells) {
                blocks[b] = blocks[b] == null ? new float[cells] : Arrays.copyOf(blocks[b], cells);
            }
        }
    }

    void forget(int column) {
        float[] block = blocks[column / BLOCK];
        int c = column % BLOCK;
        for (int other = 0; cells(Math.max(other, c)) + Math.min(other, c) < block.length; other++) {
            block[cells(Math.max(other, c)) + Math.min(other, c)] = 0;
        }
    }

    /**
     * Learns a row of deviations and returns its distance, squared.
     *
     * @param row number of the row, from 1
     * @param present columns that the row has, ascending
     * @param z deviation by column
     * @param pull for every present column the share that it has in the result; written here
     */
    double learn(long row, int[] present, int count, double[] z, double[] pull, Workspace w) {
        double weight = 1 / (Math.min(row, Standardiser.MEMORY) + (double) PRIOR_ROWS);
        double sum = 0;
        int from = 0;
        while (from < count) {
            int b = present[from] / BLOCK;
            int to = from;
            while (to < count && present[to] / BLOCK == b) {
                w.at[to - from] = present[to] % BLOCK;
                to++;
            }
            sum += learn(blocks[b], weight, w, to - from, z, b * BLOCK, pull);
            from = to;
        }
        return sum;
    }

    private static double learn(
            float[] block, double weight, Workspace w, int n, double[] z, int offset, double[] pull) {
        double[] factor = w.factor;
        double[] half = w.half;
        double distance = 0;
        // Cholesky, with the forward half of the solution on the way.
        for (int i = 0; i < n; i++) {
            int row = cells(w.at[i]);
            double zi = z[offset + w.at[i]];
            double rest = zi;
            for (int j = 0; j <= i; j++) {
                int cell = row + w.at[j];
                double learned = block[cell] + weight * (zi * z[offset + w.at[j]] - block[cell]);
                block[cell] = (float) learned;
                double sum = block[cell] + (i == j ? RIDGE : 0);
                for (int k = 0; k < j; k++) {
                    sum -= factor[i * BLOCK + k] * factor[j * BLOCK + k];
                }
                if (i == j) {
                    // The ridge keeps it positive but for rounding.
                    factor[i * BLOCK + i] = Math.sqrt(Math.max(sum, 1e-6));
                } else {
                    factor[i * BLOCK + j] = sum / factor[j * BLOCK + j];
                    rest -= factor[i * BLOCK + j] * half[j];
                }
            }
            half[i] = rest / factor[i * BLOCK + i];
            distance += half[i] * half[i];
        }
        for (int i = n - 1; i >= 0; i--) {
            double sum = half[i];
            for (int k = i + 1; k < n; k++) {
                sum -= factor[k * BLOCK + i] * half[k];
            }
            half[i] = sum / factor[i * BLOCK + i];
            int column = offset + w.at[i];
            pull[column] = Math.max(0, half[i] * z[column]);
        }
        return distance;
    }

    int approximateBytes() {
        int bytes = 32;
        for (float[] block : blocks) {
            bytes += 24 + 4 * block.length;
        }
        return bytes;
    }

    void writeTo(ByteWriter writer) {
        for (float[] block : blocks) {
            for (float cell : block) {
                writer.writeDouble(cell);
            }
        }
    }

    static Covariance readFrom(ByteReader reader, int columns) {
        Covariance read = new Covariance();
        read.ensure(columns);
        for (float[] block : read.blocks) {
            for (int i = 0; i < block.length; i++) {
                block[i] = (float) reader.readFinite();
            }
        }
        return read;
    }

    /** Returns the cells of the lower triangle of the first columns, which is where the next row of it begins. */
    private static int cells(int columns) {
        return columns * (columns + 1) / 2;
    }
}
