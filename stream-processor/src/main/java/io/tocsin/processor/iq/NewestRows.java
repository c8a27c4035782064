package io.tocsin.processor.iq;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/**
 * The first rows in the order of their keys among rows that are found in another order; of the others it counts how many
 * there are. Memory is bounded by the limit. Not thread-safe.
 */
final class NewestRows {

    private record Found(String key, Supplier<byte[]> value) {}

    private final int limit;
    private final String after;
    private final PriorityQueue<Found> first =
            new PriorityQueue<>(Comparator.comparing(Found::key).reversed());
    private long beyond;

    /**
     * Makes one.
     *
     * @param limit rows that are kept
     * @param after key behind which rows count, or null
     */
    NewestRows(int limit, String after) {
        this.limit = limit;
        this.after = after;
    }

    /** Returns whether a row of this key could be among the first. */
    boolean wants(String key) {
        return after == null || key.compareTo(after) > 0;
    }

    /** Takes a row; its value is made when it turns out to be among the first. */
    void add(String key, Supplier<byte[]> value) {
        if (first.size() < limit) {
            first.add(new Found(key, value));
        } else {
            beyond++;
            if (limit > 0 && key.compareTo(first.peek().key) < 0) {
                first.poll();
                first.add(new Found(key, value));
            }
        }
    }

    /** Hands the rows over in order. */
    void to(RowSink rows) {
        if (after != null) {
            rows.startsBehindCursor();
        }
        first.stream().sorted(Comparator.comparing(Found::key)).forEach(row -> rows.add(row.key, row.value.get()));
        for (long i = 0; i < beyond && rows.count(); i++) {
            continue;
        }
    }
}
