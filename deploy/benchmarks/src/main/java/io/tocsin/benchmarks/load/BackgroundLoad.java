package io.tocsin.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A steady stream of ordinary events in NDJSON batches, beside a measurement. Not thread-safe. */
public final class BackgroundLoad implements AutoCloseable {

    /** Number of sources that it writes of, named {@code bench-0} and so on. */
    public static final int SOURCES = 1_000;

    private final CompletableFuture<HttpLoad.Result> result;
    private volatile boolean stopped;

    /**
     * Starts the stream.
     *
     * @param target gateway
     * @param eventsPerSecond planned rate
     */
    public BackgroundLoad(InetSocketAddress target, int eventsPerSecond) {
        int batch = Math.max(1, eventsPerSecond / 100);
        byte[][] requests = new byte[64][];
        EventBodies events = new EventBodies(eventsPerSecond, SOURCES);
        for (int i = 0; i < requests.length; i++) {
            requests[i] = HttpLoad.post("/api/v1/events", "application/x-ndjson", events.batch(batch));
        }
        HttpLoad load = new HttpLoad(target, 16);
        result = CompletableFuture.supplyAsync(() -> {
            try {
                return load.run(
                        n -> stopped ? null : requests[(int) (n % requests.length)],
                        Duration.ofHours(1),
                        (double) eventsPerSecond / batch);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    /**
     * Stops the stream.
     *
     * @return what it saw
     * @throws IOException when a request of it failed
     */
    public HttpLoad.Result stop() throws IOException {
        stopped = true;
        HttpLoad.Result seen = result.join();
        if (seen.failures() > 0) {
            throw new IOException(seen.failures() + " background requests failed: " + seen.firstFailure());
        }
        return seen;
    }

    @Override
    public void close() {
        stopped = true;
    }
}
