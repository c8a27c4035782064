package io.tocsin.processor.iq;

import io.tocsin.schemas.QueryRow;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Collects the rows of one partition up to a limit, and counts on for a while. Not thread-safe. */
final class RowSink {

    /** Rows that are counted beyond the limit; where there are more, the total is not told. */
    private static final long COUNTED_BEYOND = 50_000;

    private final int partition;
    private final int limit;
    private final Deadline deadline;
    private final List<QueryRow> rows = new ArrayList<>();
    private long matched;
    private long seen;
    private boolean complete = true;

    RowSink(int partition, int limit, Deadline deadline) {
        this.partition = partition;
        this.limit = limit;
        this.deadline = deadline;
    }

    /** Notes that an entry of the store is looked at, whether or not it meets the filter. */
    void look() {
        if ((++seen & 0xff) == 0) {
            deadline.check();
        }
    }

    /** Gives up when the deadline is over; to be called before each piece of work that takes milliseconds. */
    void checkDeadline() {
        deadline.check();
    }

    /** Returns whether the value of the next row is still wanted, not only its number. */
    boolean wantsRow() {
        return matched < limit;
    }

    /** Adds a row that meets the filter. */
    void add(String key, byte[] value) {
        matched++;
        rows.add(new QueryRow(partition, key, ByteBuffer.wrap(value)));
    }

    /** Counts a row that meets the filter beyond the limit; false when it is not worth counting on. */
    boolean count() {
        matched++;
        if (matched - limit > COUNTED_BEYOND) {
            complete = false;
            return false;
        }
        return true;
    }

    /** Notes that rows before the first one were left out by the cursor, so the number is not the total. */
    void startsBehindCursor() {
        complete = false;
    }

    List<QueryRow> rows() {
        return rows;
    }

    boolean more() {
        return matched > rows.size();
    }

    long total() {
        return complete ? matched : -1;
    }
}
