package io.tocsin.processor.core.anomaly.multi;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;

/**
 * By how many deviations a number exceeds its own mean, for numbers whose usual value is far from 0 (an isolation, an outlier
 * factor). Mutable, not thread-safe.
 */
final class OwnSurprise {

    private static final double LEAST_DEVIATION = 0.01;

    private int rows;
    private double mean;
    private double variance;

    /** Learns a number and returns by how many deviations it exceeds what is usual; 0 when it does not. */
    double learn(double value) {
        rows = Math.min(rows + 1, Standardiser.MEMORY);
        double difference = value - mean;
        mean += difference / rows;
        variance += (difference * (value - mean) - variance) / rows;
        return Math.max(0, (value - mean) / (Math.sqrt(variance) + LEAST_DEVIATION));
    }

    void writeTo(ByteWriter writer) {
        writer.writeUnsigned(rows);
        writer.writeDouble(mean);
        writer.writeDouble(variance);
    }

    static OwnSurprise readFrom(ByteReader reader) {
        OwnSurprise read = new OwnSurprise();
        read.rows = reader.readInt(0, Standardiser.MEMORY);
        read.mean = reader.readFinite();
        read.variance = reader.readFinite();
        if (read.variance < 0) {
            throw new CorruptStateException("negative variance");
        }
        return read;
    }
}
