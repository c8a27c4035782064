package io.tocsin.processor.core.forecast;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A queue of blocks of {@value #CELLS} cells, a byte per cell. The steps of a block's scale are even around its median and
 * grow outwards (inverse hyperbolic sine), so that one spike does not cost the precision of the rest: around the median a
 * step is some hundredths of the median deviation, at the edge some hundredths of the value. A constant block, and values
 * at the greatest deviation, come back exactly. Not thread-safe.
 */
final class CellBlocks {

    /** Cells of a block. */
    static final int CELLS = 48;

    private static final int HEADER = 16;
    private static final int BYTES = HEADER + CELLS;
    private static final int STEPS = 127;
    private static final byte[] NONE = new byte[0];

    private byte[] bytes = NONE;
    private int count;

    int count() {
        return count;
    }

    /** Adds a block; NaN is a cell without a value. Magnitudes are at most {@link CellHistory#MOST}. */
    void add(double[] cells) {
        if (bytes.length < (count + 1) * BYTES) {
            bytes = Arrays.copyOf(bytes, (count + Math.max(1, Math.min(4, count))) * BYTES);
        }
        encode(cells, ByteBuffer.wrap(bytes, count * BYTES, BYTES));
        count++;
    }

    /** Forgets the first blocks. */
    void dropFirst(int blocks) {
        System.arraycopy(bytes, blocks * BYTES, bytes, 0, (count - blocks) * BYTES);
        count -= blocks;
    }

    void clear() {
        count = 0;
    }

    /**
     * Reads a block.
     *
     * @param repeat elements of the target per cell
     */
    void read(int block, double[] into, int at, int repeat) {
        ByteBuffer source = ByteBuffer.wrap(bytes, block * BYTES, BYTES);
        double centre = source.getDouble();
        double scale = source.getFloat();
        double reach = source.getFloat();
        double width = reach == 0 ? 0 : inverseSinh(reach / scale);
        int next = at;
        for (int i = 0; i < CELLS; i++) {
            int code = source.get();
            double value = code == Byte.MIN_VALUE ? Double.NaN : centre + deviation(code, scale, reach, width);
            Arrays.fill(into, next, next + repeat, value);
            next += repeat;
        }
    }

    int approximateBytes() {
        return 40 + bytes.length;
    }

    void writeTo(ByteWriter writer) {
        writer.writeUnsigned(count);
        writer.writeBytes(bytes, 0, count * BYTES);
    }

    static CellBlocks readFrom(ByteReader reader, int most) {
        CellBlocks blocks = new CellBlocks();
        blocks.count = reader.readLength(most, BYTES);
        blocks.bytes = new byte[blocks.count * BYTES];
        for (int i = 0; i < blocks.bytes.length; i++) {
            blocks.bytes[i] = (byte) reader.readByte();
        }
        for (int i = 0; i < blocks.count; i++) {
            ByteBuffer header = ByteBuffer.wrap(blocks.bytes, i * BYTES, BYTES);
            double centre = header.getDouble();
            float scale = header.getFloat();
            float reach = header.getFloat();
            if (!(Math.abs(centre) <= CellHistory.MOST
                    && scale >= 0
                    && reach >= scale
                    && reach <= Float.MAX_VALUE
                    && (reach == 0 || scale > 0))) {
                throw new CorruptStateException("block of cells around " + centre + " of scale " + scale);
            }
        }
        return blocks;
    }

    private static void encode(double[] cells, ByteBuffer target) {
        double[] present = Arrays.stream(cells).filter(v -> !Double.isNaN(v)).toArray();
        double centre = present.length == 0 ? 0 : Ranks.medianInPlace(present);
        double[] deviations =
                Arrays.stream(present).map(v -> Math.abs(v - centre)).toArray();
        float reach = (float) Arrays.stream(deviations).max().orElse(0);
        float scale = deviations.length == 0 ? 0 : (float) Ranks.medianInPlace(deviations);
        scale = scale > 0 ? scale : reach;
        double width = reach == 0 ? 0 : inverseSinh((double) reach / scale);
        target.putDouble(centre).putFloat(scale).putFloat(reach);
        for (double value : cells) {
            target.put(
                    Double.isNaN(value)
                            ? Byte.MIN_VALUE
                            : reach == 0 ? 0 : (byte) code((value - centre) / scale, width));
        }
    }

    private static long code(double deviation, double width) {
        return Math.max(-STEPS, Math.min(STEPS, Math.round(STEPS * inverseSinh(deviation) / width)));
    }

    private static double deviation(int code, double scale, double reach, double width) {
        if (Math.abs(code) == STEPS) {
            return code > 0 ? reach : -reach;
        }
        return code == 0 ? 0 : scale * StrictMath.sinh(code * width / STEPS);
    }

    private static double inverseSinh(double z) {
        double size = Math.abs(z);
        return Math.copySign(StrictMath.log(size + Math.sqrt(size * size + 1)), z);
    }
}
