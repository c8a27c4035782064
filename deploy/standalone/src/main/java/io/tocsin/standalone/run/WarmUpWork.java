package io.tocsin.standalone.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The work that a platform does while it is learnt what it needs: events, log lines and questions about them. */
final class WarmUpWork {

    private static final Duration LENGTH = Duration.ofSeconds(6);
    private static final int EVENTS_A_ROUND = 200;
    private static final int SOURCES = 20;
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final List<String> LOOKS_A_ROUND =
            List.of("/api/v1/sources/warm-1", "/api/v1/sources/warm-2", "/api/v1/sources?limit=10", "/api/v1/alerts");

    private final InstantSource clock;

    WarmUpWork(InstantSource clock) {
        this.clock = clock;
    }

    /** Sends events and asks for what came of them, over and over. */
    void run(URI platform) throws InterruptedException {
        Instant end = clock.instant().plus(LENGTH);
        for (int round = 0; clock.instant().isBefore(end); round++) {
            send(platform.resolve("/api/v1/events"), "application/x-ndjson", events(round));
            send(
                    platform.resolve("/api/logs/stream/warm-1/single"),
                    "application/json",
                    "{\"level\":\"INFO\",\"message\":\"request " + round + " took " + round % 90 + " ms\"}");
            if (round > 0) {
                LOOKS_A_ROUND.forEach(path -> look(platform.resolve(path)));
            }
            // The first events must be folded before their sources are asked for.
            TimeUnit.MILLISECONDS.sleep(round == 0 ? 1_000 : 5);
        }
    }

    private static String events(int round) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < EVENTS_A_ROUND; i++) {
            lines.append("{\"source\":\"warm-")
                    .append(i % SOURCES)
                    .append("\",\"event_type\":\"metrics\",\"data\":{\"cpu_usage\":")
                    .append(10 + (i + round) % 70)
                    .append(",\"memory_usage\":")
                    .append(20 + i % 50)
                    .append(",\"requests\":")
                    .append(i * 3 + round)
                    .append(",\"latency_ms\":")
                    .append(5.5 + (i * 7 + round) % 40)
                    .append("}}\n");
        }
        return lines.toString();
    }

    private static void send(URI address, String type, String body) {
        exchange(address, connection -> {
            connection.setRequestMethod("POST");
            connection.setRequestProperty("Content-Type", type);
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    private static void look(URI address) {
        exchange(address, connection -> {});
    }

    private interface Question {

        void put(HttpURLConnection connection) throws IOException;
    }

    private static void exchange(URI address, Question question) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            question.put(connection);
            try (InputStream answer = connection.getInputStream()) {
                answer.readAllBytes();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(address + " did not answer", failed);
        }
    }
}
