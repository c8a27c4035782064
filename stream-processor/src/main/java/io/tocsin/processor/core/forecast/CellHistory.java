package io.tocsin.processor.core.forecast;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import java.util.Arrays;

/**
 * The bounded history of one series: means of cells of one length. The latest {@link #FINE_CELLS} cells, and some more,
 * are kept one by one; older ones as means of a few neighbours, as far back as {@link Candidates#MOST_SEASONS} seasons
 * where the season allows. All but the latest {@link CellBlocks#CELLS} are rounded to a byte ({@link CellBlocks}): about
 * 2.5 KB for 14 days of cells of 5 minutes. Agnostic of cadence: what comes more often than a cell is averaged, what comes
 * less often leaves cells without a value. Mutable, not thread-safe. Times are in the unit of the {@link HistoryShape}.
 */
public final class CellHistory {

    /** Cells that are kept one by one at least. */
    public static final int FINE_CELLS = 864;
    /** Greatest magnitude that is told apart; beyond it values count as this. */
    public static final double MOST = 1e37;

    private static final long FARTHEST_CELL = 1L << 53;
    private static final int VERSION = 1;
    private static final int FINE_BLOCKS = FINE_CELLS / CellBlocks.CELLS;
    private static final int COARSE_BLOCKS = 22;
    private static final int MOST_GROUP = 128;

    private final HistoryShape shape;
    private boolean isLong;
    private boolean started;
    /** Number of the open cell, counted from time 0. */
    private long openCell;

    private double openSum;
    private long openCount;
    private final double[] tail = new double[CellBlocks.CELLS];
    private int tailCount;
    private CellBlocks fine = new CellBlocks();
    private CellBlocks coarse = new CellBlocks();

    /** Makes an empty history. */
    public CellHistory(HistoryShape shape) {
        this.shape = shape;
        isLong = shape.joined() == 1;
    }

    /**
     * Adds a value. Values need not come in order within a cell; one for a cell that has closed does not count.
     *
     * @param value neither NaN nor infinite
     * @return whether a cell closed
     */
    public boolean add(long time, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value must be finite, not " + value);
        }
        boolean closed = advance(time);
        if (Math.floorDiv(time, cellLength()) == openCell) {
            openSum += Math.max(-MOST, Math.min(MOST, value));
            openCount++;
        }
        return closed;
    }

    /** Closes the cells that ended at a time or before; returns whether there were any. */
    public boolean advance(long time) {
        long cell = Math.floorDiv(time, cellLength());
        if (!started) {
            started = true;
            openCell = cell;
            return false;
        }
        if (cell <= openCell) {
            return false;
        }
        if (cell - openCell > capacity()) {
            clear();
            openCell = cell;
            return true;
        }
        while (openCell < cell) {
            append(openCount == 0 ? Double.NaN : openSum / openCount);
            openSum = 0;
            openCount = 0;
            openCell++;
            if (!isLong && cells() >= shape.joinAt()) {
                join();
                cell = Math.floorDiv(time, cellLength());
            }
        }
        return true;
    }

    /** Returns the length of a cell in the unit of the times. */
    public long cellLength() {
        return shape.cell(isLong);
    }

    /** Returns the end of the last closed cell; what is forecast starts there. */
    public long end() {
        return openCell * cellLength();
    }

    /** Returns the number of cells of a season. */
    public int seasonCells() {
        return (int) (shape.season() / cellLength());
    }

    /** Returns the number of closed cells. */
    public int cells() {
        return coarse.count() * CellBlocks.CELLS * group() + fine.count() * CellBlocks.CELLS + tailCount;
    }

    /** Returns the value of the latest closed cell that has one among the latest; NaN when none has. */
    public double last() {
        for (int i = tailCount - 1; i >= 0; i--) {
            if (!Double.isNaN(tail[i])) {
                return tail[i];
            }
        }
        double[] values = values();
        int i = values.length - 1;
        while (i >= 0 && Double.isNaN(values[i])) {
            i--;
        }
        return i < 0 ? Double.NaN : values[i];
    }

    /** Returns the closed cells, oldest first: their means, NaN where there was no value. */
    public double[] values() {
        double[] values = new double[cells()];
        int at = 0;
        for (int i = 0; i < coarse.count(); i++) {
            coarse.read(i, values, at, group());
            at += CellBlocks.CELLS * group();
        }
        for (int i = 0; i < fine.count(); i++) {
            fine.read(i, values, at, 1);
            at += CellBlocks.CELLS;
        }
        System.arraycopy(tail, 0, values, at, tailCount);
        return values;
    }

    /** Returns the history as the forecaster works on it. */
    SeriesView view() {
        int group = group();
        int fineFrom = group == 1 ? 0 : coarse.count() * CellBlocks.CELLS * group;
        return SeriesView.of(values(), seasonCells(), fineFrom, group);
    }

    /** Returns about how many bytes of heap it takes. */
    public int approximateBytes() {
        return 96 + 16 + 8 * tail.length + fine.approximateBytes() + coarse.approximateBytes();
    }

    /** Writes everything but the shape. */
    public void writeTo(ByteWriter writer) {
        writer.writeByte(VERSION);
        writer.writeBoolean(started);
        if (!started) {
            return;
        }
        writer.writeBoolean(isLong);
        writer.writeSigned(openCell);
        writer.writeUnsigned(openCount);
        writer.writeDouble(openSum);
        writer.writeUnsigned(tailCount);
        for (int i = 0; i < tailCount; i++) {
            writer.writeDouble(tail[i]);
        }
        fine.writeTo(writer);
        coarse.writeTo(writer);
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @throws CorruptStateException when the bytes are something else
     */
    public static CellHistory readFrom(ByteReader reader, HistoryShape shape) {
        int version = reader.readByte();
        if (version != VERSION) {
            throw new CorruptStateException("history of version " + version);
        }
        CellHistory history = new CellHistory(shape);
        history.started = reader.readBoolean();
        if (!history.started) {
            return history;
        }
        history.isLong = reader.readBoolean();
        if (shape.joined() == 1 && !history.isLong) {
            throw new CorruptStateException("short cells where there are none");
        }
        history.openCell = reader.readSigned();
        if (Math.abs(history.openCell) > FARTHEST_CELL) {
            throw new CorruptStateException("cell " + history.openCell);
        }
        history.openCount = reader.readCount();
        history.openSum = reader.readFinite();
        history.tailCount = reader.readLength(CellBlocks.CELLS - 1, 1);
        for (int i = 0; i < history.tailCount; i++) {
            double value = reader.readDouble();
            if (Math.abs(value) > MOST) {
                throw new CorruptStateException("cell of value " + value);
            }
            history.tail[i] = value;
        }
        history.fine = CellBlocks.readFrom(reader, FINE_BLOCKS + MOST_GROUP);
        history.coarse = CellBlocks.readFrom(reader, COARSE_BLOCKS);
        return history;
    }

    private void append(double mean) {
        tail[tailCount++] = mean;
        if (tailCount < tail.length) {
            return;
        }
        fine.add(tail);
        tailCount = 0;
        int group = group();
        if (fine.count() == FINE_BLOCKS + group) {
            double[] cells = new double[CellBlocks.CELLS * group];
            for (int i = 0; i < group; i++) {
                fine.read(i, cells, i * CellBlocks.CELLS, 1);
            }
            fine.dropFirst(group);
            if (coarse.count() == COARSE_BLOCKS) {
                coarse.dropFirst(1);
            }
            coarse.add(means(cells, group));
        }
    }

    /** Makes long cells of short ones; the last of them, if it is not full, becomes the open one. */
    private void join() {
        double[] cells = values();
        long first = openCell - cells.length;
        clear();
        isLong = true;
        int joined = shape.joined();
        long cell = Math.floorDiv(first, (long) joined);
        openCell = cell;
        for (int i = 0; i < cells.length; i++) {
            if (Math.floorDiv(first + i, (long) joined) != openCell) {
                closeJoined();
            }
            if (!Double.isNaN(cells[i])) {
                openSum += cells[i];
                openCount++;
            }
        }
        if (Math.floorMod(first + cells.length, (long) joined) == 0) {
            closeJoined();
        }
    }

    private void closeJoined() {
        append(openCount == 0 ? Double.NaN : openSum / openCount);
        openSum = 0;
        openCount = 0;
        openCell++;
    }

    private void clear() {
        tailCount = 0;
        fine.clear();
        coarse.clear();
        openSum = 0;
        openCount = 0;
    }

    /** Returns how many cells are averaged when they get old. */
    private int group() {
        int wanted = Candidates.MOST_SEASONS * seasonCells() - FINE_CELLS;
        int perGroup = COARSE_BLOCKS * CellBlocks.CELLS;
        return Math.max(1, Math.min(MOST_GROUP, (wanted + perGroup - 1) / perGroup));
    }

    private int capacity() {
        return FINE_CELLS + COARSE_BLOCKS * CellBlocks.CELLS * group();
    }

    private static double[] means(double[] cells, int group) {
        double[] means = new double[CellBlocks.CELLS];
        Arrays.fill(means, Double.NaN);
        for (int i = 0; i < means.length; i++) {
            double sum = 0;
            int count = 0;
            for (int j = 0; j < group; j++) {
                double value = cells[i * group + j];
                if (!Double.isNaN(value)) {
                    sum += value;
                    count++;
                }
            }
            means[i] = count == 0 ? Double.NaN : sum / count;
        }
        return means;
    }
}
