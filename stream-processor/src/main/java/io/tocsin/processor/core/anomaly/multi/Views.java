package io.tocsin.processor.core.anomaly.multi;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import java.util.Arrays;

/**
 * The values of the columns seen in three ways, each standardised: as they are, against their own last hours, and against the
 * row before. What no detector needs is not kept. Mutable, not thread-safe.
 */
final class Views {

    /** Share of a new row in the mean of the last hours. */
    private static final double RECENT = 0.01;

    private Standardiser level = new Standardiser();
    private Standardiser departure;
    private Standardiser change;
    private double[] recent = new double[0];
    private double[] previous = new double[0];

    double usual(int column) {
        return level.mean(column);
    }

    void ensure(int columns, boolean departures, boolean changes) {
        level.ensure(columns);
        departure = !departures ? null : departure == null ? new Standardiser() : departure;
        recent = !departures ? new double[0] : grown(recent, columns);
        change = !changes ? null : change == null ? new Standardiser() : change;
        previous = !changes ? new double[0] : grown(previous, columns);
        if (departure != null) {
            departure.ensure(columns);
        }
        if (change != null) {
            change.ensure(columns);
        }
    }

    void forget(int column) {
        level.forget(column);
        if (departure != null) {
            departure.forget(column);
            recent[column] = Double.NaN;
        }
        if (change != null) {
            change.forget(column);
            previous[column] = Double.NaN;
        }
    }

    double level(int column, double value) {
        return level.learn(column, value);
    }

    double departure(int column, double value) {
        double before = Double.isNaN(recent[column]) ? value : recent[column];
        recent[column] = before + RECENT * (value - before);
        return departure.learn(column, value - before);
    }

    double change(int column, double value) {
        double before = Double.isNaN(previous[column]) ? value : previous[column];
        previous[column] = value;
        return change.learn(column, value - before);
    }

    int approximateBytes() {
        return 100
                + level.approximateBytes()
                + (departure == null ? 0 : departure.approximateBytes())
                + (change == null ? 0 : change.approximateBytes())
                + 8 * (recent.length + previous.length);
    }

    void writeTo(ByteWriter writer, int columns) {
        level.writeTo(writer, columns);
        write(writer, departure, recent, columns);
        write(writer, change, previous, columns);
    }

    static Views readFrom(ByteReader reader, int columns) {
        Views read = new Views();
        read.level = Standardiser.readFrom(reader, columns);
        if (reader.readBoolean()) {
            read.departure = Standardiser.readFrom(reader, columns);
            read.recent = values(reader, columns);
        }
        if (reader.readBoolean()) {
            read.change = Standardiser.readFrom(reader, columns);
            read.previous = values(reader, columns);
        }
        return read;
    }

    private static void write(ByteWriter writer, Standardiser standardiser, double[] values, int columns) {
        writer.writeBoolean(standardiser != null);
        if (standardiser != null) {
            standardiser.writeTo(writer, columns);
            for (int i = 0; i < columns; i++) {
                writer.writeBoolean(!Double.isNaN(values[i]));
                if (!Double.isNaN(values[i])) {
                    writer.writeDouble(values[i]);
                }
            }
        }
    }

    private static double[] values(ByteReader reader, int columns) {
        double[] values = new double[columns];
        for (int i = 0; i < columns; i++) {
            values[i] = reader.readBoolean() ? reader.readFinite() : Double.NaN;
        }
        return values;
    }

    private static double[] grown(double[] values, int columns) {
        if (columns <= values.length) {
            return values;
        }
        double[] grown =
                Arrays.copyOf(values, Math.min(Columns.MOST, Math.max(columns, Math.max(8, 2 * values.length))));
        Arrays.fill(grown, values.length, grown.length, Double.NaN);
        return grown;
    }
}
