package io.tocsin.standalone.run;

import io.tocsin.service.settings.Settings;
import io.tocsin.standalone.AllSettings;
import io.tocsin.standalone.StandaloneSettings;
import io.tocsin.standalone.cli.UsageException;
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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * {@code tocsin warm-up DIR}: starts everything on free ports, lets it work for a moment, and stops it. The start script runs
 * it once after a build, so that Java can archive the classes that a start loads and, where it knows how, what it learnt of
 * their methods.
 */
public final class WarmUpCommand {

    private static final Duration READY_PATIENCE = Duration.ofMinutes(2);
    private static final Duration WORK = Duration.ofSeconds(6);
    private static final int EVENTS_A_ROUND = 200;
    private static final int SOURCES = 20;
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final List<String> LOOKS = List.of(
            "/readyz", "/api/v1/health", "/api/v1/sources", "/api/v1/alerts", "/api/v1/evaluations", "/openapi.json");
    private static final List<String> LOOKS_A_ROUND =
            List.of("/api/v1/sources/warm-1", "/api/v1/sources/warm-2", "/api/v1/sources?limit=10", "/api/v1/alerts");

    private final InstantSource clock;

    /** Makes the command. */
    public WarmUpCommand(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Runs the command.
     *
     * @param arguments the folder for its data, which the caller removes
     * @return the exit code: 0 when everything became ready
     * @throws UsageException when the arguments are wrong
     * @throws IOException when it cannot start
     * @throws InterruptedException when the thread was interrupted
     */
    public int run(List<String> arguments) throws UsageException, IOException, InterruptedException {
        if (arguments.size() != 1) {
            throw new UsageException("warm-up needs one DIR");
        }
        Map<String, String> overrides = Map.of(
                "data-dir",
                arguments.get(0),
                "http.port",
                "0",
                "http.compat-ports",
                "",
                "agent.interval",
                "1s",
                StandaloneSettings.KAFKA_PORT.name(),
                "0",
                StandaloneSettings.REGISTRY_PORT.name(),
                "0");
        RunOptions options = new RunOptions(Optional.empty(), overrides);
        Settings settings = Settings.load(AllSettings.catalogue(), Optional.empty(), Map.of(), overrides);
        try (DataFolder folder = DataFolder.open(java.nio.file.Path.of(arguments.get(0)))) {
            RunLog.into(folder);
            try (Platform platform = new Platform(folder, options, settings)) {
                platform.start(clock);
                if (!isReadyInTime(platform)) {
                    return 1;
                }
                work(platform.uri());
                LOOKS.forEach(path -> look(platform.uri().resolve(path)));
            }
        }
        return 0;
    }

    private boolean isReadyInTime(Platform platform) throws InterruptedException {
        Instant giveUp = clock.instant().plus(READY_PATIENCE);
        while (!platform.isReady() && clock.instant().isBefore(giveUp)) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return platform.isReady();
    }

    /** Sends events and asks for what came of them, over and over. */
    private void work(URI platform) throws InterruptedException {
        Instant end = clock.instant().plus(WORK);
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
