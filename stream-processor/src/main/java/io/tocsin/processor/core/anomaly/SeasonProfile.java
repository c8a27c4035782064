package io.tocsin.processor.core.anomaly;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;

/**
 * What a series usually is at each part of a period: one value per bin, learned as an exponentially weighted mean of what
 * fell into it. How fast a bin forgets is set per period, not per sample, so a series that reports every second and one that
 * reports every half hour learn alike. Values are of single precision: give them relative to something of the size of the
 * series. Times are epoch milliseconds, the period is aligned to UTC. Mutable, not thread-safe.
 */
public final class SeasonProfile {

    private final long periodMs;
    private final long originMs;
    private final double rate;
    private final float[] values;
    /** Periods in which each bin has been seen, counted up to {@link #MOST_PERIODS}. */
    private final float[] periods;

    private static final float MOST_PERIODS = 1_000;

    /**
     * Makes a profile that has learned nothing.
     *
     * @param periodMs length of the period in milliseconds
     * @param originMs a time at which a period begins
     * @param bins parts of equal length
     * @param rate weight of the latest period against all before, in (0,1)
     */
    public SeasonProfile(long periodMs, long originMs, int bins, double rate) {
        this.periodMs = periodMs;
        this.originMs = originMs;
        this.rate = rate;
        values = new float[bins];
        periods = new float[bins];
    }

    /** Returns the bin of a time. */
    public int bin(long time) {
        return (int) (Math.floorMod(time - originMs, periodMs) * values.length / periodMs);
    }

    /** Returns what is usual in a bin; 0 before it was seen. */
    public double value(int bin) {
        return values[bin];
    }

    /** Returns in how many periods a bin was seen, in fractions while the first one lasts. */
    public double periods(int bin) {
        return periods[bin];
    }

    /** Returns how many samples fall into a bin when they come so far apart. */
    public double samplesPerBin(double cadenceMs) {
        return cadenceMs > 0 ? Math.max(1, periodMs / (values.length * cadenceMs)) : 1;
    }

    /**
     * Learns a value.
     *
     * @param most how far it may move from what is usual before it is taken as if it lay there: an outlier must not become
     *     tomorrow's expectation
     * @param samplesPerBin see {@link #samplesPerBin}
     */
    public void learn(int bin, double value, double most, double samplesPerBin) {
        double seen = periods[bin];
        if (seen == 0) {
            values[bin] = (float) value;
        } else {
            double off = Math.max(-most, Math.min(most, value - values[bin]));
            double least = samplesPerBin == 1 ? rate : 1 - Math.pow(1 - rate, 1 / samplesPerBin);
            values[bin] += (float) (Math.max(1 / (seen * samplesPerBin + 1), least) * off);
        }
        periods[bin] = (float) Math.min(MOST_PERIODS, seen + 1 / samplesPerBin);
    }

    /** Returns how many bytes of heap it takes. */
    public int approximateBytes() {
        return 64 + 8 * values.length;
    }

    void writeTo(ByteWriter writer) {
        for (int i = 0; i < values.length; i++) {
            writer.writeFloat(periods[i]);
            if (periods[i] > 0) {
                writer.writeFloat(values[i]);
            }
        }
    }

    void readFrom(ByteReader reader) {
        for (int i = 0; i < values.length; i++) {
            periods[i] = reader.readFiniteFloat();
            values[i] = periods[i] > 0 ? reader.readFiniteFloat() : 0;
        }
    }
}
