package io.tocsin.standalone.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Prints at an interval what the platform sees, as its own API tells it. Thread-safe. */
final class PlatformReport implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 5_000;

    private final URI health;
    private final PrintStream out;
    private final ReportLine line;
    private final ObjectMapper json = new ObjectMapper();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "report");
        made.setDaemon(true);
        return made;
    });

    /**
     * Makes a report, not started.
     *
     * @param api where the API is
     */
    PlatformReport(URI api, PrintStream out, InstantSource clock) {
        this.health = api.resolve("/api/v1/health");
        this.out = Objects.requireNonNull(out, "out");
        this.line = new ReportLine(clock);
    }

    /** Starts to print: the first line after one interval. */
    void start(Duration interval) {
        report();
        thread.scheduleAtFixedRate(this::print, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void print() {
        out.println(report());
    }

    private String report() {
        try {
            return line.of(ask());
        } catch (IOException | RuntimeException failed) {
            return line.failed(failed.toString());
        }
    }

    private JsonNode ask() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try (InputStream answer = connection.getInputStream()) {
            return json.readTree(answer);
        }
    }
}
