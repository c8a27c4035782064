package io.tocsin.alertsink.delivery;

import java.util.TreeSet;

/**
 * Tells up to where a partition is dealt with, when its records are finished in any order. Thread-safe.
 */
final class OffsetTracker {

    private final TreeSet<Long> pending = new TreeSet<>();
    private long next = -1;

    /** A record was read; offsets come in ascending order. */
    synchronized void read(long offset) {
        pending.add(offset);
        next = offset + 1;
    }

    /** A record is dealt with. */
    synchronized void done(long offset) {
        pending.remove(offset);
    }

    /** Returns the offset to commit, before which everything is dealt with; -1 while nothing was read. */
    synchronized long committable() {
        return pending.isEmpty() ? next : pending.first();
    }
}
