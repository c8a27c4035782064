package io.tocsin.processor.core.stats;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.Level;
import java.util.Arrays;

/**
 * What one source did in one span: counts, and a {@link MetricBucket} for each metric that had samples. Metrics go by
 * their ordinal within the source. Mergeable, over spans of different lengths too. Not thread-safe.
 */
public final class Bucket {

    /** Greatest ordinal of a metric and one. */
    public static final int MAX_METRICS = 1000;

    private static final int VERSION = 1;

    private long start;
    private long events;
    private long logs;
    private long operations;
    private long errors;
    private long[] levels;
    private MetricBucket[] metrics;

    /**
     * Makes an empty one.
     *
     * @param start epoch milliseconds
     * @param expectedMetrics number of metrics to have room for
     */
    public Bucket(long start, int expectedMetrics) {
        this.start = start;
        metrics = new MetricBucket[expectedMetrics];
    }

    /** Empties it and gives it another start; keeps the room. */
    public void reset(long newStart) {
        start = newStart;
        events = 0;
        logs = 0;
        operations = 0;
        errors = 0;
        if (levels != null) {
            Arrays.fill(levels, 0);
        }
        for (MetricBucket metric : metrics) {
            if (metric != null) {
                metric.clear();
            }
        }
    }

    /** Returns the start: epoch milliseconds. */
    public long start() {
        return start;
    }

    /** Counts an event. */
    public void countEvent() {
        events++;
    }

    /** Counts an operation that ended. */
    public void countOperation(boolean success) {
        operations++;
        if (!success) {
            errors++;
        }
    }

    /** Counts a log line. */
    public void countLog(Level level) {
        logs++;
        if (levels == null) {
            levels = new long[Level.COUNT];
        }
        levels[level.ordinal()]++;
    }

    /** Adds a sample of a metric at a time: epoch milliseconds. */
    public void add(int ordinal, double value, long time) {
        metric(ordinal).add(value, time - start);
    }

    /** Adds the contents of another one, which is not changed. */
    public void merge(Bucket other) {
        events += other.events;
        logs += other.logs;
        operations += other.operations;
        errors += other.errors;
        if (other.levels != null) {
            if (levels == null) {
                levels = new long[Level.COUNT];
            }
            for (int i = 0; i < levels.length; i++) {
                levels[i] += other.levels[i];
            }
        }
        long shift = other.start - start;
        for (int i = 0; i < other.metrics.length; i++) {
            if (other.has(i)) {
                metric(i).merge(other.metrics[i], shift);
            }
        }
    }

    /** Returns the number of events. */
    public long events() {
        return events;
    }

    /** Returns the number of log lines. */
    public long logs() {
        return logs;
    }

    /** Returns the number of log lines of a level. */
    public long logs(Level level) {
        return levels == null ? 0 : levels[level.ordinal()];
    }

    /** Returns the number of operations that ended. */
    public long operations() {
        return operations;
    }

    /** Returns the number of operations that failed. */
    public long errors() {
        return errors;
    }

    /** Returns whether nothing has been counted. */
    public boolean isEmpty() {
        return events == 0 && logs == 0 && operations == 0;
    }

    /** Returns the number of ordinals to look at, some of which may have no samples. */
    public int metricSlots() {
        return metrics.length;
    }

    /** Returns whether a metric has samples. */
    public boolean has(int ordinal) {
        return ordinal < metrics.length
                && metrics[ordinal] != null
                && metrics[ordinal].moments().count() > 0;
    }

    /** Returns a metric that has samples. */
    public MetricBucket get(int ordinal) {
        return metrics[ordinal];
    }

    /** Returns about how many bytes of heap it takes. */
    public int approximateBytes() {
        int bytes = 80 + 4 * metrics.length + (levels == null ? 0 : 16 + 8 * Level.COUNT);
        for (MetricBucket metric : metrics) {
            bytes += metric == null ? 0 : metric.approximateBytes();
        }
        return bytes;
    }

    /** Writes everything. */
    public void writeTo(ByteWriter writer) {
        writer.writeByte(VERSION);
        writer.writeSigned(start);
        writer.writeUnsigned(events);
        writer.writeUnsigned(operations);
        if (operations > 0) {
            writer.writeUnsigned(errors);
        }
        writer.writeUnsigned(logs);
        if (logs > 0) {
            for (int i = 0; i < Level.COUNT; i++) {
                writer.writeUnsigned(levels[i]);
            }
        }
        int used = 0;
        for (int i = 0; i < metrics.length; i++) {
            used += has(i) ? 1 : 0;
        }
        writer.writeUnsigned(used);
        int previous = -1;
        for (int i = 0; i < metrics.length; i++) {
            if (has(i)) {
                writer.writeUnsigned(i - previous - 1);
                metrics[i].writeTo(writer);
                previous = i;
            }
        }
    }

    /**
     * Replaces everything by what {@link #writeTo} wrote.
     *
     * @throws CorruptStateException when the bytes are something else; the contents are undefined then
     */
    public void readFrom(ByteReader reader) {
        reset(readStart(reader));
        addFrom(reader, start);
    }

    /**
     * Adds what {@link #writeTo} wrote, without making an object of it first.
     *
     * @throws CorruptStateException when the bytes are something else; the contents are undefined then
     */
    public void mergeFrom(ByteReader reader) {
        addFrom(reader, readStart(reader));
    }

    private void addFrom(ByteReader reader, long otherStart) {
        events += reader.readCount();
        long otherOperations = reader.readCount();
        operations += otherOperations;
        errors += otherOperations > 0 ? reader.readCount() : 0;
        long otherLogs = reader.readCount();
        logs += otherLogs;
        if (otherLogs > 0) {
            if (levels == null) {
                levels = new long[Level.COUNT];
            }
            for (int i = 0; i < Level.COUNT; i++) {
                levels[i] += reader.readCount();
            }
        }
        int used = reader.readLength(MAX_METRICS, 2);
        Moments scratch = new Moments();
        int ordinal = -1;
        for (int i = 0; i < used; i++) {
            ordinal += 1 + reader.readInt(0, MAX_METRICS);
            if (ordinal >= MAX_METRICS) {
                throw new CorruptStateException("metric " + ordinal + " of a bucket");
            }
            metric(ordinal).mergeFrom(reader, otherStart - start, scratch);
        }
    }

    /** Returns the start of a stored bucket and leaves the reader behind it. */
    public static long readStart(ByteReader reader) {
        int version = reader.readByte();
        if (version != VERSION) {
            throw new CorruptStateException("bucket of version " + version);
        }
        return reader.readSigned();
    }

    private MetricBucket metric(int ordinal) {
        if (ordinal >= metrics.length) {
            metrics = Arrays.copyOf(metrics, ordinal < 8 ? ordinal + 1 : Math.min(MAX_METRICS, ordinal * 2));
        }
        MetricBucket metric = metrics[ordinal];
        if (metric == null) {
            metric = new MetricBucket();
            metrics[ordinal] = metric;
        }
        return metric;
    }
}
