package io.tocsin.processor.core.anomaly.multi;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import java.util.Arrays;

/**
 * Turns the values of columns into deviations from their own past: mean and variance over all rows, the last
 * {@value #MEMORY} weighing most (two weeks of minutes). What lies beyond {@value #CLIP} deviations is learned as if it lay
 * there, so that an event does not hide the next.
 *
 * <p>To the deviation a floor is added, or a metric that hardly ever moves would outshout all others: a hundredth of the
 * greatest magnitude that was seen. Of numbers below 1 (mostly shares) it is a hundredth of 1, but no more than a fifth of
 * the greatest magnitude. So a deviation is never above 200. Mutable, not thread-safe.
 */
final class Standardiser {

    /** Rows that the past is made of. */
    static final int MEMORY = 20_160;

    private static final double CLIP = 10;
    private static final int CLIPPED_FROM = 60;
    private static final double FLOOR = 0.01;
    private static final double FLOOR_OF_SMALL = 0.2;

    private double[] mean = new double[8];
    private double[] variance = new double[8];
    private double[] greatest = new double[8];
    private int[] rows = new int[8];

    void ensure(int columns) {
        if (columns > mean.length) {
            int length = Math.min(Columns.MOST, Math.max(columns, 2 * mean.length));
            mean = Arrays.copyOf(mean, length);
            variance = Arrays.copyOf(variance, length);
            greatest = Arrays.copyOf(greatest, length);
            rows = Arrays.copyOf(rows, length);
        }
    }

    void forget(int column) {
        rows[column] = 0;
    }

    double mean(int column) {
        return mean[column];
    }

    /** Learns a value and returns how many deviations it lies from the mean, with its sign. */
    double learn(int column, double value) {
        if (rows[column] == 0) {
            rows[column] = 1;
            mean[column] = value;
            variance[column] = 0;
            greatest[column] = Math.abs(value);
            return 0;
        }
        int n = rows[column] = Math.min(rows[column] + 1, MEMORY);
        greatest[column] = Math.max(greatest[column], Math.abs(value));
        double learned = value;
        if (n > CLIPPED_FROM) {
            double reach = CLIP * scale(column);
            learned = Math.max(mean[column] - reach, Math.min(mean[column] + reach, value));
        }
        double difference = learned - mean[column];
        mean[column] += difference / n;
        variance[column] += (difference * (learned - mean[column]) - variance[column]) / n;
        double scale = scale(column);
        return scale > 0 ? (value - mean[column]) / scale : 0;
    }

    int approximateBytes() {
        return 80 + 28 * mean.length;
    }

    void writeTo(ByteWriter writer, int columns) {
        for (int i = 0; i < columns; i++) {
            writer.writeUnsigned(rows[i]);
            if (rows[i] > 0) {
                writer.writeDouble(mean[i]);
                writer.writeDouble(variance[i]);
                writer.writeDouble(greatest[i]);
            }
        }
    }

    static Standardiser readFrom(ByteReader reader, int columns) {
        Standardiser read = new Standardiser();
        read.ensure(columns);
        for (int i = 0; i < columns; i++) {
            read.rows[i] = reader.readInt(0, MEMORY);
            if (read.rows[i] > 0) {
                read.mean[i] = reader.readFinite();
                read.variance[i] = reader.readFinite();
                read.greatest[i] = reader.readFinite();
                if (read.variance[i] < 0 || read.greatest[i] < 0) {
                    throw new CorruptStateException("negative spread of a metric");
                }
            }
        }
        return read;
    }

    private double scale(int column) {
        double magnitude = greatest[column];
        double floor = magnitude > 1 ? FLOOR * magnitude : Math.min(FLOOR, FLOOR_OF_SMALL * magnitude);
        return Math.sqrt(variance[column]) + floor;
    }
}
