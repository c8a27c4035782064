package io.tocsin.alertsink.dispatch;

import io.tocsin.alertsink.engine.AlertEngine;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The engine that runs in this process, if it owns the inputs, and how far it is. Thread-safe.
 */
public final class EngineHandle {

    private final PriorityQueue<Waiter> waiters = new PriorityQueue<>(Comparator.comparingLong(Waiter::offset));
    private final Runnable whenTaken;
    private volatile AlertEngine engine;
    private volatile long applied = -1;

    private record Waiter(long offset, CompletableFuture<Void> done) {}

    /**
     * Makes a handle.
     *
     * @param whenTaken called when an engine waits for its configuration; must return at once
     */
    public EngineHandle(Runnable whenTaken) {
        this.whenTaken = whenTaken;
    }

    /** Returns the engine; empty while another process has it, or none. */
    public Optional<AlertEngine> engine() {
        return Optional.ofNullable(engine);
    }

    /** Returns whether the engine is here and at work. */
    public boolean isAtWork() {
        AlertEngine present = engine;
        return present != null && !present.isPaused();
    }

    /** Returns what completes when an input has taken effect here. */
    public CompletableFuture<Void> whenApplied(long offset) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        synchronized (waiters) {
            if (applied >= offset) {
                done.complete(null);
            } else {
                waiters.add(new Waiter(offset, done));
            }
        }
        return done;
    }

    /** Waits for an input to take effect here, but not for long. */
    public CompletableFuture<Void> whenApplied(long offset, Duration atMost) {
        return whenApplied(offset).completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** An engine is here and waits for its configuration. */
    void taken(AlertEngine taken, long alreadyApplied) {
        engine = taken;
        applied(alreadyApplied);
        whenTaken.run();
    }

    /** The engine was away for a while and waits for its configuration. */
    void stalled() {
        whenTaken.run();
    }

    /** The engine is gone. */
    void gone(AlertEngine gone) {
        if (engine == gone) {
            engine = null;
        }
    }

    /** An input took effect. */
    void applied(long offset) {
        synchronized (waiters) {
            applied = offset;
            while (!waiters.isEmpty() && waiters.peek().offset() <= offset) {
                // Completed elsewhere than on the engine's thread by those who have more to do.
                waiters.poll().done().completeAsync(() -> null);
            }
        }
    }
}
