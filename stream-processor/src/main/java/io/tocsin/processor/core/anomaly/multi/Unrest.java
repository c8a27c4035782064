package io.tocsin.processor.core.anomaly.multi;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;

/**
 * Smooths what the detectors say over the recent rows: the mean of a quick and a slow power mean. An event that lasts
 * outranks a spike, and what came just before it is not forgotten at once. Mutable, not thread-safe.
 */
final class Unrest {

    /** Share of a new row in the slow mean. */
    static final double SLOW = 0.05;

    private static final double QUICK = 0.4;
    private static final double POWER = 1.5;
    private static final double MOST = 1e4;

    private double quick;
    private double slow;

    /** Returns the power of a size that the means are taken of. */
    static double energy(double size) {
        return Math.pow(Math.min(size, MOST), POWER);
    }

    /** Takes the size of a row, in multiples of the usual; returns the smoothed size. */
    double learn(double size) {
        double energy = energy(size);
        quick += QUICK * (energy - quick);
        slow += SLOW * (energy - slow);
        return (Math.pow(quick, 1 / POWER) + Math.pow(slow, 1 / POWER)) / 2;
    }

    void writeTo(ByteWriter writer) {
        writer.writeDouble(quick);
        writer.writeDouble(slow);
    }

    static Unrest readFrom(ByteReader reader) {
        Unrest read = new Unrest();
        read.quick = reader.readFinite();
        read.slow = reader.readFinite();
        if (read.quick < 0 || read.slow < 0) {
            throw new CorruptStateException("negative unrest");
        }
        return read;
    }
}
