package io.tocsin.processor.runtime;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Names the threads of a pool and keeps them from holding the process up. */
public final class DaemonThreads {

    private DaemonThreads() {}

    /** Returns a factory of threads {@code processor-<name>-<number>}. */
    public static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "processor-" + name + '-' + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
