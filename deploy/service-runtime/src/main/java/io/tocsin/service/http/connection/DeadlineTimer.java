package io.tocsin.service.http.connection;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One timer for deadlines that move all the time. It is set again only for an earlier deadline; for a later one it fires in
 * vain and the owner sets it anew, which is cheaper than setting it for every request. Not thread-safe.
 */
final class DeadlineTimer {

    private final Runnable action;
    private Future<?> pending;
    private long firesAt;

    DeadlineTimer(Runnable action) {
        this.action = action;
    }

    /** Makes sure that the action runs at that time of {@link System#nanoTime}, or before. */
    void set(EventExecutor executor, long at) {
        if (pending == null || at - firesAt < 0) {
            stop();
            firesAt = at;
            pending = executor.schedule(this::fire, Math.max(0, at - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    void stop() {
        if (pending != null) {
            pending.cancel(false);
            pending = null;
        }
    }

    private void fire() {
        pending = null;
        action.run();
    }
}
