package io.tocsin.processor.topology;

import java.util.concurrent.TimeUnit;

/**
 * Decides when a task asks for a commit. A commit costs two parts: a fixed one (ending a transaction, some
 * milliseconds) and one per changed entry (encode, store, changelog), which is measured as it goes. With few changes a
 * commit is asked for often, so that queries are fresh; with many, seldom, because an entry that changes a hundred times
 * between two commits is then written once. Not thread-safe.
 *
 * <p>The interval is {@link #COST_FACTOR} times as long as writing the present changes is expected to take, so that
 * writing takes about a twentieth of the time (a thread commits its tasks together, so with two it takes a tenth), but neither shorter than {@link #SHORTEST_MS} nor longer than
 * {@link #LONGEST_MS}, and ends when the writing would take
 * {@link #LONGEST_WRITE_MS}. An alert transition is asked for at once, at most every {@link #URGENT_MS}, because a person waits
 * for it.
 */
final class CommitPacer {

    /** Interval with few changes in milliseconds. */
    static final long SHORTEST_MS = 100;
    /** Interval with many changes in milliseconds; below the transaction timeout by far. */
    static final long LONGEST_MS = 4_000;
    /** Least interval when an alert changed, in milliseconds. */
    static final long URGENT_MS = 20;
    /** How long the writing of one commit may be expected to take, in milliseconds; far below the transaction timeout. */
    static final long LONGEST_WRITE_MS = 2_000;
    /** How many times longer than the writing the interval is. */
    static final int COST_FACTOR = 20;

    /** Cost of an entry before any was measured, in nanoseconds; rather too high than too low. */
    private static final double FIRST_COST = 100_000;
    /** Share of the latest measurement in the running one, when it costs less and when it costs more. */
    private static final double WEIGHT_OF_LESS = 0.2;

    private static final double WEIGHT_OF_MORE = 0.6;
    /** Entries below which a measurement says more about the fixed part than about an entry. */
    private static final int LEAST_MEASURED = 16;

    private long lastCommitAt = Long.MIN_VALUE;
    private double nanosPerEntry = FIRST_COST;
    private boolean changed;
    private boolean urgent;

    /** A record had an effect. */
    void changed() {
        changed = true;
    }

    /** Something happened that a person waits for. */
    void urgent() {
        changed = true;
        urgent = true;
    }

    /**
     * Returns whether a commit is due.
     *
     * @param now wall clock in epoch milliseconds; it decides when is written, never what
     * @param dirtyEntries entries that a commit would write
     */
    boolean due(long now, int dirtyEntries) {
        if (!changed) {
            return false;
        }
        if (lastCommitAt == Long.MIN_VALUE) {
            lastCommitAt = now;
        }
        long waited = now - lastCommitAt;
        return waited < 0
                || dirtyEntries * nanosPerEntry >= TimeUnit.MILLISECONDS.toNanos(LONGEST_WRITE_MS)
                || waited >= (urgent ? URGENT_MS : interval(dirtyEntries));
    }

    /** Returns whether anything had an effect since the last commit. */
    boolean pending() {
        return changed;
    }

    /**
     * The task commits.
     *
     * @param now wall clock in epoch milliseconds
     * @param entries entries that were written
     * @param nanos how long that took
     */
    void committed(long now, int entries, long nanos) {
        lastCommitAt = now;
        changed = false;
        urgent = false;
        if (entries >= LEAST_MEASURED) {
            double measured = (double) nanos / entries;
            nanosPerEntry += (measured < nanosPerEntry ? WEIGHT_OF_LESS : WEIGHT_OF_MORE) * (measured - nanosPerEntry);
        }
    }

    /** Returns the interval that holds with so many changed entries, in milliseconds. */
    long interval(int dirtyEntries) {
        double cost = dirtyEntries * nanosPerEntry * COST_FACTOR;
        return Math.max(SHORTEST_MS, Math.min(LONGEST_MS, TimeUnit.NANOSECONDS.toMillis((long) cost)));
    }
}
