package io.tocsin.gateway.http;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads that decode large bodies, so that the event loops stay free for other clients. Thread-safe. */
final class LargeBodyDecoders implements Executor, AutoCloseable {

    private final ExecutorService threads;

    /** Makes some threads. */
    LargeBodyDecoders(int count) {
        threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "gateway-large-bodies");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
