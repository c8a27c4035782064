package io.tocsin.processor.core.anomaly;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import java.util.Arrays;

/**
 * The extremes of one feature of a series, and by how much a new value goes beyond them. A record is rare by itself: among
 * n values that come from one source, whatever their distribution, the next is the greatest with probability 1/(n+1), so
 * nothing needs to be known about the distribution. How far it goes beyond is measured in the range of what was seen, and in
 * the distance between the greatest value and the eighth greatest: where that is large, the tail is heavy and a large step
 * means little.
 *
 * <p>Memory is in blocks of {@value #BLOCK} values, of which the last {@value #BLOCKS} count. What comes back within that time
 * is no record; what has not been seen for that long may be one again. Values are of single precision. Mutable, not
 * thread-safe.
 */
final class Extremes {

    /** Values before anything is said. */
    static final int LEAST = 50;

    private static final int KNOWN = 30;
    private static final int BLOCK = 2_000;
    private static final int BLOCKS = 3;
    private static final int TOP = 8;
    private static final int MEMORY = 20_000;
    private static final double RANGE_SHARE = 0.8;
    private static final double SPREADS = 6;
    private static final double TAIL_WEIGHT = 3;
    private static final double CLIP = 6;
    private static final double SPREAD_CLIP = 8;

    private static final int HIGHS = 2 * TOP;
    private static final int LOWS = HIGHS + BLOCKS;

    /** The greatest values, greatest first; the least ones, least first; greatest and least value of each block. */
    private final float[] cells = new float[LOWS + BLOCKS];

    private int count;
    private float high;
    private float low;
    private double mean;
    private double spread;

    /** Returns the number of values that were learned, counted up to two thousand million. */
    int count() {
        return count;
    }

    /** Returns the greatest value that is remembered. */
    double high() {
        return high;
    }

    /** Returns the least value that is remembered. */
    double low() {
        return low;
    }

    /** Returns the mean absolute deviation, robust against outliers. */
    double spread() {
        return spread;
    }

    /**
     * Returns how far a value lies beyond the extremes, 1 for as far as they are apart; 0 for one between them, negative
     * below the least one.
     *
     * @param floor least size of a difference that matters, in the unit of the feature
     */
    double beyond(float value, double floor) {
        if (count < LEAST) {
            return 0;
        }
        // What was beaten eight times before is no news either, however long ago that was.
        double most = Math.max(high, cells[TOP - 1]);
        double least = Math.min(low, cells[2 * TOP - 1]);
        if (value >= least && value <= most) {
            return 0;
        }
        boolean above = value > most;
        double step = above ? value - most : least - value;
        double tail = above ? high - (double) cells[TOP - 1] : cells[2 * TOP - 1] - (double) low;
        double scale = RANGE_SHARE * ((double) high - low)
                + (1 - RANGE_SHARE) * SPREADS * spread
                + TAIL_WEIGHT * Math.max(0, tail)
                + floor
                + Double.MIN_NORMAL;
        double distance = Math.min(Float.MAX_VALUE, step / scale);
        return above ? distance : -distance;
    }

    /** Takes a value into the memory. */
    void learn(float value) {
        if (count == 0) {
            high = value;
            low = value;
            mean = value;
            Arrays.fill(cells, value);
        }
        insert(0, value, 1);
        insert(TOP, value, -1);
        count = count == Integer.MAX_VALUE ? count : count + 1;
        double rate = 1.0 / Math.min(count, MEMORY);
        double off = value - mean;
        boolean known = count > KNOWN;
        double step = known ? Math.max(-CLIP * spread, Math.min(CLIP * spread, off)) : off;
        double size = known ? Math.min(Math.abs(off), SPREAD_CLIP * spread + Float.MIN_NORMAL) : Math.abs(off);
        mean += rate * step;
        spread += rate * (size - spread);
        int block = count / BLOCK % BLOCKS;
        if (count % BLOCK == 0) {
            cells[HIGHS + block] = value;
            cells[LOWS + block] = value;
            high = value;
            low = value;
            for (int i = 0; i < BLOCKS; i++) {
                high = Math.max(high, cells[HIGHS + i]);
                low = Math.min(low, cells[LOWS + i]);
            }
        } else {
            cells[HIGHS + block] = Math.max(cells[HIGHS + block], value);
            cells[LOWS + block] = Math.min(cells[LOWS + block], value);
            high = Math.max(high, value);
            low = Math.min(low, value);
        }
    }

    void writeTo(ByteWriter writer) {
        writer.writeUnsigned(count);
        if (count > 0) {
            writer.writeFloat(high);
            writer.writeFloat(low);
            writer.writeDouble(mean);
            writer.writeDouble(spread);
            for (float cell : cells) {
                writer.writeFloat(cell);
            }
        }
    }

    void readFrom(ByteReader reader) {
        count = reader.readInt(0, Integer.MAX_VALUE);
        if (count > 0) {
            high = reader.readFiniteFloat();
            low = reader.readFiniteFloat();
            mean = reader.readFinite();
            spread = reader.readFinite();
            for (int i = 0; i < cells.length; i++) {
                cells[i] = reader.readFiniteFloat();
            }
        }
    }

    static int approximateBytes() {
        return 56 + 16 + 4 * (LOWS + BLOCKS);
    }

    /** Puts a value in its place among the greatest ({@code sign} 1) or the least (-1). */
    private void insert(int from, float value, int sign) {
        int filled = Math.min(count, TOP);
        if (filled == TOP && sign * Float.compare(value, cells[from + TOP - 1]) <= 0) {
            return;
        }
        int i = from + Math.min(filled, TOP - 1);
        while (i > from && sign * Float.compare(value, cells[i - 1]) > 0) {
            cells[i] = cells[i - 1];
            i--;
        }
        cells[i] = value;
    }
}
