package io.tocsin.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Keeps a processor busy with backtests of a rule over the last hour, from when it listens until it is closed. */
public final class Backtests implements AutoCloseable {

    private static final String START = "{\"action\":\"start\",\"text\":"
            + "\"{\\\"rule\\\":{\\\"id\\\":\\\"bench\\\",\\\"metric\\\":\\\"cpu_usage\\\",\\\"aggregation\\\":\\\"mean\\\","
            + "\\\"window\\\":\\\"5m\\\",\\\"threshold\\\":99}}\"}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI desk;
    private final Thread thread = new Thread(this::run, "backtests");
    private volatile boolean closed;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger unheard = new AtomicInteger();

    /**
     * Makes it; nothing runs yet.
     *
     * @param port port of the processor's query endpoint
     */
    public Backtests(int port) {
        desk = URI.create("http://127.0.0.1:" + port + "/iq/v1/backtests");
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** Returns how many were accepted. */
    public int begun() {
        return begun.get();
    }

    /** Returns how many questions nobody heard. */
    public int unheard() {
        return unheard.get();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        HttpRequest request = HttpRequest.newBuilder(desk)
                .timeout(Duration.ofSeconds(5))
                .POST(HttpRequest.BodyPublishers.ofString(START))
                .build();
        while (!closed) {
            try {
                String answer = client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body();
                if (answer.contains("\"status\":202")) {
                    begun.incrementAndGet();
                }
            } catch (IOException notYet) {
                // Not listening yet, or not any more: asked again until it is closed.
                unheard.incrementAndGet();
            } catch (InterruptedException e) {
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }
}
