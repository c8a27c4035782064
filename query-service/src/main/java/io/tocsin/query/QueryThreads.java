package io.tocsin.query;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of the query service; none of Netty's loops ever waits. */
final class QueryThreads implements AutoCloseable {

    private static final int ANSWERING = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final int COMMANDING = 2;

    /** Runs what follows an answer: reading rows, writing JSON. Its work never blocks. */
    final ExecutorService answering = Executors.newFixedThreadPool(ANSWERING, named("tocsin-query"));
    /** Runs what may block: Kafka's producer. */
    final ExecutorService commanding = Executors.newFixedThreadPool(COMMANDING, named("tocsin-query-commands"));
    /** Polls inventories. */
    final ScheduledExecutorService polling =
            Executors.newSingleThreadScheduledExecutor(named("tocsin-query-inventories"));

    @Override
    public void close() {
        polling.shutdownNow();
        commanding.shutdown();
        answering.shutdown();
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + '-' + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
