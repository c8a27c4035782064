package io.tocsin.gateway.publish;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Ends the waiting of requests whose deadline is over. All have the same time to wait, so they come due in the order in
 * which they came, and a queue does instead of a timer each. Thread-safe.
 */
final class DeadlineSweeper implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(25);

    private final Queue<Delivery> waiting = new ConcurrentLinkedQueue<>();
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService timer;

    /** Starts sweeping. */
    DeadlineSweeper(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "gateway-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::sweep, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Watches over a delivery. */
    void watch(Delivery delivery) {
        waiting.add(delivery);
    }

    private void sweep() {
        long now = nanoTime.getAsLong();
        Delivery first = waiting.peek();
        while (first != null && first.expire(now)) {
            waiting.poll();
            first = waiting.peek();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
