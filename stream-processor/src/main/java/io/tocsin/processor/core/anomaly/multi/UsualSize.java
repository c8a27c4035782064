package io.tocsin.processor.core.anomaly.multi;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;

/**
 * What is usual of a number that is never negative: its mean, over all rows, the last {@link Standardiser#MEMORY} weighing
 * most. Makes numbers of different detectors and sources comparable. Mutable, not thread-safe.
 */
final class UsualSize {

    /** Added to the mean, so that the first stir of a source at rest is not without measure. */
    private static final double FLOOR = 0.1;

    private int rows;
    private double mean;

    /** Learns a number and returns how many times the usual it is; one that is not finite counts as 0. */
    double learn(double size) {
        if (!Double.isFinite(size)) {
            return 0;
        }
        rows = Math.min(rows + 1, Standardiser.MEMORY);
        mean += (size - mean) / rows;
        return size / (mean + FLOOR);
    }

    void writeTo(ByteWriter writer) {
        writer.writeUnsigned(rows);
        writer.writeDouble(mean);
    }

    static UsualSize readFrom(ByteReader reader) {
        UsualSize read = new UsualSize();
        read.rows = reader.readInt(0, Standardiser.MEMORY);
        read.mean = reader.readFinite();
        if (read.mean < 0) {
            throw new CorruptStateException("negative size " + read.mean);
        }
        return read;
    }
}
