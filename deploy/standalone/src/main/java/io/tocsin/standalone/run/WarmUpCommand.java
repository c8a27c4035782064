package io.tocsin.standalone.run;

import io.tocsin.service.settings.Settings;
import io.tocsin.standalone.AllSettings;
import io.tocsin.standalone.StandaloneSettings;
import io.tocsin.standalone.cli.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
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
 * it once after a build, so that Java can archive the classes that a start loads.
 */
public final class WarmUpCommand {

    private static final Duration READY_PATIENCE = Duration.ofMinutes(2);
    private static final Duration WORK = Duration.ofSeconds(3);
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final List<String> LOOKS = List.of(
            "/readyz", "/api/v1/health", "/api/v1/sources", "/api/v1/alerts", "/api/v1/evaluations", "/openapi.json");

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
                TimeUnit.MILLISECONDS.sleep(WORK.toMillis());
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
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try (InputStream answer = connection.getInputStream()) {
                answer.readAllBytes();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(address + " did not answer", failed);
        }
    }
}
