package io.tocsin.standalone.run;

import com.sun.net.httpserver.HttpServer;
import io.tocsin.alertsink.SinkSettings;
import io.tocsin.service.settings.Settings;
import io.tocsin.standalone.AllSettings;
import io.tocsin.standalone.StandaloneSettings;
import io.tocsin.standalone.cli.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final List<String> LOOKS = List.of(
            "/readyz",
            "/alertmanager/api/v2/alerts",
            "/alertmanager/api/v2/silences",
            "/alertmanager/api/v2/status",
            "/api/v1/health",
            "/api/v1/sources",
            "/api/v1/alerts",
            "/api/v1/evaluations",
            "/openapi.json");

    private static final String ROUTING = """
            route: {receiver: warm-up, group_by: [alertname], group_wait: 0s, group_interval: 1s}
            receivers:
            - name: warm-up
              webhook_configs:
              - url: http://127.0.0.1:%d/
            """;
    private static final String ALERTS =
            "[{\"labels\": {\"alertname\": \"warm-up\"}, \"annotations\": {\"summary\": \"nothing\"}}]";

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
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
        Path routing = Files.createTempFile("warm-up", ".yml");
        try {
            Files.writeString(routing, ROUTING.formatted(receiver.getAddress().getPort()));
            return run(arguments.get(0), routing);
        } finally {
            receiver.stop(0);
            Files.deleteIfExists(routing);
        }
    }

    private int run(String data, Path routing) throws IOException, InterruptedException {
        Map<String, String> overrides = Map.of(
                "data-dir",
                data,
                "http.port",
                "0",
                "http.compat-ports",
                "",
                "agent.interval",
                "1s",
                SinkSettings.ALERTMANAGER_CONFIG.name(),
                routing.toString(),
                StandaloneSettings.KAFKA_PORT.name(),
                "0",
                StandaloneSettings.REGISTRY_PORT.name(),
                "0");
        RunOptions options = new RunOptions(Optional.empty(), overrides);
        Settings settings = Settings.load(AllSettings.catalogue(), Optional.empty(), Map.of(), overrides);
        try (DataFolder folder = DataFolder.open(Path.of(data))) {
            RunLog.into(folder);
            try (Platform platform = new Platform(folder, options, settings)) {
                platform.start(clock);
                if (!isReadyInTime(platform)) {
                    return 1;
                }
                post(platform.uri().resolve("/alertmanager/api/v2/alerts"), ALERTS);
                new WarmUpWork(clock).run(platform.uri());
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

    private static void look(URI address) {
        try {
            HttpURLConnection connection = connection(address);
            try (InputStream answer = connection.getInputStream()) {
                answer.readAllBytes();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(address + " did not answer", failed);
        }
    }

    private static void post(URI address, String json) throws IOException {
        HttpURLConnection connection = connection(address);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException(address + " answered " + connection.getResponseCode());
        }
    }

    private static HttpURLConnection connection(URI address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        return connection;
    }
}
