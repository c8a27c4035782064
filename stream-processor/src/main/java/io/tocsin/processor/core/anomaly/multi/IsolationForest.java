package io.tocsin.processor.core.anomaly.multi;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;

/**
 * An isolation forest (Liu, Ting, Zhou 2008) over a sample of the past that goes with the time: whenever the sample changes,
 * the oldest tree is grown anew. Cuts are those of a random cut forest (Guha et al. 2016): a column is chosen in proportion
 * to its extent, so that columns without movement do not dilute the rest. A cut may lie outside of what the sample reaches,
 * as in half-space trees (Tan, Ting, Liu 2011): otherwise a row far outside would look like the outermost one of the sample.
 * {@value #TREES} trees of at most {@value #DEPTH}
 * cuts on a path, four bytes a node. Mutable, not thread-safe.
 */
final class IsolationForest {

    private static final int TREES = 16;
    private static final int DEPTH = 7;
    private static final int ROWS_OF_TREE = 64;
    private static final int NODES = (1 << DEPTH + 1) - 1;
    private static final int LEAF = -1;
    /** How far beyond the rows cuts go at least, as {@link RowSample#squeeze} has it. */
    private static final int LEAST_MARGIN = 4;

    private final short[] column = new short[TREES * NODES];
    private final byte[] cut = new byte[TREES * NODES];
    private final byte[] size = new byte[TREES * NODES];
    private int grown;
    private int next;

    /** Returns how isolated a row is: 0 for the most ordinary, 1 for one that the first cut isolates; 0 without a tree. */
    double isolation(byte[] row) {
        if (grown == 0) {
            return 0;
        }
        double depth = 0;
        for (int tree = 0; tree < grown; tree++) {
            int base = tree * NODES;
            int node = 0;
            int level = 0;
            while (column[base + node] != LEAF) {
                node = 2 * node + (row[column[base + node]] <= cut[base + node] ? 1 : 2);
                level++;
            }
            depth += level + usualDepth(size[base + node]);
        }
        return Math.pow(2, -depth / grown / usualDepth(ROWS_OF_TREE));
    }

    /** Grows the oldest tree anew; does nothing while the sample is too small. */
    void grow(RowSample sample, int columns) {
        if (sample.size() < ROWS_OF_TREE) {
            return;
        }
        int[] rows = new int[sample.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i;
        }
        for (int i = 0; i < ROWS_OF_TREE; i++) {
            int other = i + sample.next(rows.length - i);
            int row = rows[other];
            rows[other] = rows[i];
            rows[i] = row;
        }
        grow(next * NODES, 0, 0, sample, columns, rows, 0, ROWS_OF_TREE);
        grown = Math.max(grown, next + 1);
        next = (next + 1) % TREES;
    }

    private void grow(int base, int node, int level, RowSample sample, int columns, int[] rows, int from, int to) {
        size[base + node] = (byte) (to - from);
        column[base + node] = LEAF;
        if (level == DEPTH || to - from < 2) {
            return;
        }
        int[] least = new int[columns];
        int[] extent = new int[columns];
        int extents = 0;
        for (int c = 0; c < columns; c++) {
            int low = sample.at(rows[from], c);
            int high = low;
            for (int i = from + 1; i < to; i++) {
                int value = sample.at(rows[i], c);
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
            int margin = (high - low) / 2 + LEAST_MARGIN;
            least[c] = Math.max(Byte.MIN_VALUE, low - margin);
            extent[c] = Math.min(Byte.MAX_VALUE, high + margin) - least[c];
            extents += extent[c];
        }
        int at = sample.next(extents);
        int c = 0;
        while (at >= extent[c]) {
            at -= extent[c];
            c++;
        }
        int value = least[c] + at;
        int middle = from;
        for (int i = from; i < to; i++) {
            if (sample.at(rows[i], c) <= value) {
                int row = rows[i];
                rows[i] = rows[middle];
                rows[middle] = row;
                middle++;
            }
        }
        column[base + node] = (short) c;
        cut[base + node] = (byte) value;
        grow(base, 2 * node + 1, level + 1, sample, columns, rows, from, middle);
        grow(base, 2 * node + 2, level + 1, sample, columns, rows, middle, to);
    }

    static int approximateBytes() {
        return 100 + 4 * TREES * NODES;
    }

    void writeTo(ByteWriter writer) {
        writer.writeUnsigned(grown);
        writer.writeUnsigned(next);
        for (int tree = 0; tree < grown; tree++) {
            write(writer, tree * NODES, 0);
        }
    }

    static IsolationForest readFrom(ByteReader reader, int columns) {
        IsolationForest read = new IsolationForest();
        read.grown = reader.readInt(0, TREES);
        read.next = reader.readInt(0, TREES - 1);
        for (int tree = 0; tree < read.grown; tree++) {
            read.read(reader, tree * NODES, 0, 0, columns);
        }
        return read;
    }

    private void write(ByteWriter writer, int base, int node) {
        writer.writeUnsigned(column[base + node] + 1L);
        writer.writeByte(size[base + node]);
        if (column[base + node] != LEAF) {
            writer.writeByte(cut[base + node]);
            write(writer, base, 2 * node + 1);
            write(writer, base, 2 * node + 2);
        }
    }

    private void read(ByteReader reader, int base, int node, int level, int columns) {
        column[base + node] = (short) (reader.readInt(0, columns) - 1);
        size[base + node] = (byte) reader.readInt(0, ROWS_OF_TREE);
        if (column[base + node] != LEAF) {
            if (level == DEPTH) {
                throw new CorruptStateException("tree of more than " + DEPTH + " cuts");
            }
            cut[base + node] = (byte) reader.readByte();
            read(reader, base, 2 * node + 1, level + 1, columns);
            read(reader, base, 2 * node + 2, level + 1, columns);
        }
    }

    /** Returns the mean depth of an unsuccessful search in a binary search tree of so many rows. */
    private static double usualDepth(int rows) {
        return rows < 2 ? 0 : 2 * (Math.log(rows - 1.0) + 0.5772156649) - 2 * (rows - 1.0) / rows;
    }
}
