package io.tocsin.processor.iq;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The moment by which an answer must be there. Immutable. */
final class Deadline {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    static Deadline in(long millis) {
        return new Deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    /** Throws when the moment is over. */
    void check() {
        if (isOver()) {
            throw new PartitionException(PartitionError.TIMEOUT);
        }
    }

    /** Waits a little. */
    void pause() {
        LockSupport.parkNanos(Math.max(1, Math.min(PAUSE_NANOS, end - System.nanoTime())));
    }
}
