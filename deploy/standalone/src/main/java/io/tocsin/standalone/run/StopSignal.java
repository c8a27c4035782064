package io.tocsin.standalone.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stops a running command in order when the process is told to end, by SIGTERM or Ctrl-C. Thread-safe. */
final class StopSignal {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CountDownLatch stopped = new CountDownLatch(1);

    private StopSignal() {}

    /**
     * Waits for the signal in the background.
     *
     * @param running what is closed when it comes
     * @param out where that is said
     */
    static StopSignal closes(AutoCloseable running, PrintStream out) {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> signal.stop(running, out), "stop"));
        return signal;
    }

    /** Returns when everything is closed. */
    void await() throws InterruptedException {
        stopped.await();
    }

    private void stop(AutoCloseable running, PrintStream out) {
        out.println("tocsin: stopping");
        haltWhenStuck(out);
        try {
            running.close();
            out.println("tocsin: stopped");
        } catch (Exception failed) {
            out.println("tocsin: did not stop in order: " + failed);
        }
        out.flush();
        stopped.countDown();
    }

    /** A part that hangs must not keep the process: what is acknowledged is on the disk in any case. */
    private static void haltWhenStuck(PrintStream out) {
        Thread watchdog = new Thread(
                () -> {
                    try {
                        TimeUnit.MILLISECONDS.sleep(PATIENCE.toMillis());
                        out.println("tocsin: did not stop within " + PATIENCE.toSeconds() + " s, halting");
                        out.flush();
                        Runtime.getRuntime().halt(1);
                    } catch (InterruptedException over) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stop-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }
}
