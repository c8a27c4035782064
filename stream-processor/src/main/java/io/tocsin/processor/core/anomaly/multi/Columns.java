package io.tocsin.processor.core.anomaly.multi;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which column belongs to which metric. At most {@value #MOST}; when there are more metrics, one that has been silent for
 * {@value #SILENT_ROWS} rows gives up its column, and without such a one a new metric is left out. Mutable, not thread-safe.
 */
final class Columns {

    /** Most metrics of one source that are judged together. */
    static final int MOST = 200;

    static final int NONE = -1;
    private static final int SILENT_ROWS = 1440;

    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> columns = new HashMap<>();
    private long[] lastRow = new long[8];
    private int nameBytes;

    int size() {
        return names.size();
    }

    String name(int column) {
        return names.get(column);
    }

    /** Returns the column of a metric and notes that it was seen, or {@link #NONE}. */
    int seen(String metric, long row) {
        Integer known = columns.get(metric);
        if (known == null) {
            return NONE;
        }
        lastRow[known] = row;
        return known;
    }

    /** Gives a new metric a column, perhaps that of a silent one; {@link #NONE} when there is none to be had. */
    int take(String metric, long row) {
        int column = names.size();
        if (column < MOST) {
            names.add(metric);
            if (column == lastRow.length) {
                lastRow = java.util.Arrays.copyOf(lastRow, Math.min(MOST, 2 * column));
            }
        } else {
            column = mostSilent();
            if (row - lastRow[column] < SILENT_ROWS) {
                return NONE;
            }
            nameBytes -= bytes(names.get(column));
            columns.remove(names.set(column, metric));
        }
        nameBytes += bytes(metric);
        columns.put(metric, column);
        lastRow[column] = row;
        return column;
    }

    int approximateBytes() {
        return 160 + 16 * lastRow.length + nameBytes;
    }

    void writeTo(ByteWriter writer, long row) {
        writer.writeUnsigned(names.size());
        for (int i = 0; i < names.size(); i++) {
            writer.writeString(names.get(i));
            writer.writeUnsigned(row - lastRow[i]);
        }
    }

    static Columns readFrom(ByteReader reader, long row) {
        Columns read = new Columns();
        int count = reader.readLength(MOST, 2);
        for (int i = 0; i < count; i++) {
            String name = reader.readString();
            if (read.columns.containsKey(name)) {
                throw new CorruptStateException("metric '" + name + "' twice");
            }
            read.take(name, row - reader.readCount());
        }
        return read;
    }

    private int mostSilent() {
        int silent = 0;
        for (int i = 1; i < names.size(); i++) {
            silent = lastRow[i] < lastRow[silent] ? i : silent;
        }
        return silent;
    }

    private static int bytes(String name) {
        return 120 + 2 * name.length();
    }
}
