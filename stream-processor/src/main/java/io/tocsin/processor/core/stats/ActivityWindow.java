package io.tocsin.processor.core.stats;

import io.tocsin.processor.core.model.Level;
import java.util.Arrays;

/**
 * What one source did over the last while: events, log lines, operations. As {@link MetricWindow}, for counts. Mutable,
 * not thread-safe; times are stream time in epoch milliseconds.
 */
public final class ActivityWindow {

    private static final int EVENTS = 0;
    private static final int LOGS = 1;
    private static final int LOG_ERRORS = 2;
    private static final int OPERATIONS = 3;
    private static final int ERRORS = 4;
    private static final int WIDTH = 5;

    private final BucketLevel level;
    private final long lengthMs;
    private final long[] starts;
    private final long[] cells;
    private final long[] total = new long[WIDTH];
    private long first = Long.MIN_VALUE;
    private long end = Long.MIN_VALUE;

    /**
     * Makes an empty one.
     *
     * @param lengthMs how far it reaches back: at most a day
     */
    public ActivityWindow(long lengthMs) {
        this.level = BucketLevel.ofWindow(lengthMs);
        this.lengthMs = lengthMs;
        starts = new long[(int) (lengthMs / level.lengthMs()) + 2];
        cells = new long[starts.length * WIDTH];
        clear();
    }

    /** Returns the level of its buckets. */
    public BucketLevel level() {
        return level;
    }

    /** Returns how far it reaches back in milliseconds. */
    public long lengthMs() {
        return lengthMs;
    }

    /** Takes a closed bucket of this level or a finer one. */
    public void add(Bucket bucket) {
        int at = slot(bucket.start());
        if (at >= 0) {
            add(cells, at, bucket);
        }
    }

    /** Takes an event that came after its bucket had closed. */
    public void addLateEvent(long time) {
        int at = slot(time);
        if (at >= 0) {
            cells[at + EVENTS]++;
        }
    }

    /** Takes an operation that came after its bucket had closed. */
    public void addLateOperation(boolean success, long time) {
        int at = slot(time);
        if (at >= 0) {
            cells[at + OPERATIONS]++;
            cells[at + ERRORS] += success ? 0 : 1;
        }
    }

    /** Takes a log line that came after its bucket had closed. */
    public void addLateLog(Level logLevel, long time) {
        int at = slot(time);
        if (at >= 0) {
            cells[at + LOGS]++;
            cells[at + LOG_ERRORS] += logLevel.isError() ? 1 : 0;
        }
    }

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(starts, Long.MIN_VALUE);
    }

    /** Prepares the answers for a time; the open buckets are to be added by {@link #addOpen} after it. */
    public void prepare(long time) {
        first = level.startOf(time - lengthMs + 1);
        end = time + 1;
        Arrays.fill(total, 0);
        for (int i = 0; i < starts.length; i++) {
            if (starts[i] >= first && starts[i] <= time) {
                for (int column = 0; column < WIDTH; column++) {
                    total[column] += cells[i * WIDTH + column];
                }
            }
        }
    }

    /** Adds an open bucket to the answers. */
    public void addOpen(Bucket bucket) {
        if (bucket.start() >= first) {
            add(total, 0, bucket);
        }
    }

    /** Returns the number of events. */
    public long events() {
        return total[EVENTS];
    }

    /** Returns the number of log lines. */
    public long logs() {
        return total[LOGS];
    }

    /** Returns the number of log lines that are errors. */
    public long logErrors() {
        return total[LOG_ERRORS];
    }

    /** Returns the number of operations. */
    public long operations() {
        return total[OPERATIONS];
    }

    /** Returns the number of operations that failed. */
    public long errors() {
        return total[ERRORS];
    }

    /** Returns how long what the answers are about is, in seconds. */
    public double seconds() {
        return (end - first) / 1000.0;
    }

    /** Returns when the answers change although nothing comes, or {@link Long#MAX_VALUE} when they are empty. */
    public long nextChange() {
        return events() + logs() + operations() == 0 ? Long.MAX_VALUE : first + level.lengthMs() + lengthMs - 1;
    }

    /** Returns about how many bytes of heap it takes. */
    public int approximateBytes() {
        return 160 + 8 * starts.length + 8 * cells.length;
    }

    private int slot(long time) {
        long start = level.startOf(time);
        int i = (int) Math.floorMod(start / level.lengthMs(), (long) starts.length);
        if (starts[i] > start) {
            return -1;
        }
        if (starts[i] != start) {
            starts[i] = start;
            Arrays.fill(cells, i * WIDTH, (i + 1) * WIDTH, 0);
        }
        return i * WIDTH;
    }

    private static void add(long[] target, int at, Bucket bucket) {
        target[at + EVENTS] += bucket.events();
        target[at + LOGS] += bucket.logs();
        target[at + LOG_ERRORS] += bucket.logs(Level.ERROR) + bucket.logs(Level.FATAL);
        target[at + OPERATIONS] += bucket.operations();
        target[at + ERRORS] += bucket.errors();
    }
}
