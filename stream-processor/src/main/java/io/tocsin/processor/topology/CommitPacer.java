package io.tocsin.processor.topology;

/**
 * Decides when a task asks for a commit. A commit costs two parts: a fixed one (ending a transaction, some
 * milliseconds) and one per changed entry (encode, store, changelog; some ten microseconds). With few changes it is
 * asked for often, so that queries are fresh; with many, seldom, because an entry that changes a hundred times between two
 * commits is then written once. Not thread-safe.
 *
 * <p>The interval grows in a straight line from {@link #SHORTEST_MS} at no change to {@link #LONGEST_MS} at
 * {@link #MANY_ENTRIES} changed entries: the time that commits take stays below about a third of a task's time. An alert
 * transition is asked for at once, at most every {@link #URGENT_MS}, because a person waits for it.
 */
final class CommitPacer {

    /** Interval with few changes in milliseconds. */
    static final long SHORTEST_MS = 100;
    /** Interval with many changes in milliseconds; below the transaction timeout by far. */
    static final long LONGEST_MS = 4_000;
    /** Least interval when an alert changed, in milliseconds. */
    static final long URGENT_MS = 20;
    /** Number of changed entries from which on the longest interval holds. */
    static final int MANY_ENTRIES = 20_000;

    private long lastCommitAt = Long.MIN_VALUE;
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
        return waited < 0 || waited >= (urgent ? URGENT_MS : interval(dirtyEntries));
    }

    /** Returns whether anything had an effect since the last commit. */
    boolean pending() {
        return changed;
    }

    /** The task commits. */
    void committed(long now) {
        lastCommitAt = now;
        changed = false;
        urgent = false;
    }

    static long interval(int dirtyEntries) {
        long share = Math.min(dirtyEntries, MANY_ENTRIES) * (LONGEST_MS - SHORTEST_MS) / MANY_ENTRIES;
        return SHORTEST_MS + share;
    }
}
