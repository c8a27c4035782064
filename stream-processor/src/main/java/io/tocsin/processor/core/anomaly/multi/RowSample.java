package io.tocsin.processor.core.anomaly.multi;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import java.util.Arrays;

/**
 * Rows of the past that detectors compare a row with: {@value #ROWS} of them, each replaced by chance, so that a row fades
 * within a day or two. A deviation takes one byte: its inverse hyperbolic sine, which keeps small ones apart and lets great
 * ones differ no more than they should. The chance comes from a seed that is part of the state. Mutable, not thread-safe.
 */
final class RowSample {

    /** Rows that are kept. */
    static final int ROWS = 128;

    private static final int EVERY = 8;
    private static final double STEPS = 16;

    private byte[][] rows = new byte[0][];
    private long seed = 0x7063_6f73_696eL;
    private int skipped;

    /** Returns a deviation as it is kept. */
    static byte squeeze(double z) {
        double magnitude = Math.abs(z);
        double squeezed = STEPS * Math.log(magnitude + Math.sqrt(magnitude * magnitude + 1));
        return (byte) Math.round(Math.copySign(Math.min(127, squeezed), z));
    }

    int size() {
        return rows.length;
    }

    /** Returns what a row has in a column; 0, what is usual, when it had no such column. */
    int at(int row, int column) {
        return column < rows[row].length ? rows[row][column] : 0;
    }

    /** Offers a row; returns whether the sample changed. */
    boolean offer(byte[] row, int columns) {
        if (rows.length == ROWS && ++skipped < EVERY) {
            return false;
        }
        skipped = 0;
        int slot = rows.length;
        if (slot < ROWS) {
            rows = Arrays.copyOf(rows, slot + 1);
        } else {
            slot = next(ROWS);
        }
        rows[slot] = Arrays.copyOf(row, columns);
        return true;
    }

    void forget(int column) {
        for (byte[] row : rows) {
            if (column < row.length) {
                row[column] = 0;
            }
        }
    }

    /** Returns a number from 0 to below a bound. SplitMix64 (Steele, Lea, Flood 2014). */
    int next(int bound) {
        seed += 0x9e3779b97f4a7c15L;
        long mixed = (seed ^ seed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return (int) Long.remainderUnsigned(mixed ^ mixed >>> 31, bound);
    }

    int approximateBytes() {
        return 48 + rows.length * (24 + (rows.length == 0 ? 0 : rows[rows.length - 1].length));
    }

    void writeTo(ByteWriter writer) {
        writer.writeFixedLong(seed);
        writer.writeUnsigned(skipped);
        writer.writeUnsigned(rows.length);
        for (byte[] row : rows) {
            writer.writeUnsigned(row.length);
            writer.writeBytes(row, 0, row.length);
        }
    }

    static RowSample readFrom(ByteReader reader, int columns) {
        RowSample read = new RowSample();
        read.seed = reader.readFixedLong();
        read.skipped = reader.readInt(0, EVERY);
        read.rows = new byte[reader.readLength(ROWS, 1)][];
        for (int i = 0; i < read.rows.length; i++) {
            byte[] row = new byte[reader.readLength(columns, 1)];
            for (int j = 0; j < row.length; j++) {
                row[j] = (byte) reader.readByte();
            }
            read.rows[i] = row;
        }
        if (read.rows.length < ROWS && read.skipped > 0) {
            throw new CorruptStateException("rows left out of a sample that is not full");
        }
        return read;
    }
}
