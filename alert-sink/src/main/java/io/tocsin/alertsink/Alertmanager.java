package io.tocsin.alertsink;

import io.tocsin.alertsink.config.AlertmanagerConfig;
import io.tocsin.alertsink.config.ConfigException;
import io.tocsin.alertsink.config.ConfigReader;
import io.tocsin.alertsink.dispatch.AlertInputs;
import io.tocsin.alertsink.dispatch.EngineHandle;
import io.tocsin.alertsink.engine.EngineView;
import io.tocsin.alertsink.template.TemplateException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands for Alertmanager towards the outside: the configuration in force, the engine, and the way to its inputs.
 * Thread-safe.
 */
public final class Alertmanager {

    private static final Logger LOG = LoggerFactory.getLogger(Alertmanager.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** How long a reader waits for what was written before; it is a matter of milliseconds unless the engine is away. */
    private static final Duration CATCH_UP = Duration.ofSeconds(2);

    private final Optional<Path> file;
    private final Consumer<AlertmanagerConfig> whenConfigured;
    private final InstantSource clock;
    private final ScheduledExecutorService retries;
    private final EngineHandle handle = new EngineHandle(this::announce);
    private final Instant startedAt;
    private volatile AlertmanagerConfig config;
    private volatile Reload lastReload;
    private volatile AlertInputs inputs;

    /**
     * How the latest try to load the configuration went.
     *
     * @param successful whether it is in force
     * @param at when
     */
    public record Reload(boolean successful, Instant at) {}

    /**
     * Makes it.
     *
     * @param file the configuration file; absent when the configuration follows from the settings
     * @param config the configuration to begin with
     * @param whenConfigured takes each further configuration before it is in force
     * @param retries runs what has to be tried again; the caller's
     */
    Alertmanager(
            Optional<Path> file,
            AlertmanagerConfig config,
            Consumer<AlertmanagerConfig> whenConfigured,
            InstantSource clock,
            ScheduledExecutorService retries) {
        this.file = file;
        this.config = config;
        this.whenConfigured = whenConfigured;
        this.clock = clock;
        this.retries = retries;
        startedAt = clock.instant();
        lastReload = new Reload(true, startedAt);
    }

    /** Says where inputs go; nothing is announced before. */
    void begin(AlertInputs way) {
        inputs = way;
    }

    /** Returns the engine's handle. */
    public EngineHandle handle() {
        return handle;
    }

    /** Returns the configuration in force, with its secrets. */
    public AlertmanagerConfig config() {
        return config;
    }

    /** Returns when it began. */
    public Instant startedAt() {
        return startedAt;
    }

    /** Returns the clock by which it answers. */
    public InstantSource clock() {
        return clock;
    }

    /** Returns how the latest try to load the configuration went. */
    public Reload lastReload() {
        return lastReload;
    }

    /** Returns the way to the inputs; empty before Kafka was reached. */
    public Optional<AlertInputs> inputs() {
        return Optional.ofNullable(inputs);
    }

    /** Returns the engine as it is once it knows all that was written here; empty while it is not here. */
    public CompletableFuture<Optional<EngineView>> caughtUp() {
        AlertInputs way = inputs;
        if (way == null || !handle.isAtWork()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return handle.whenApplied(way.latest(), CATCH_UP)
                .thenApply(done -> handle.engine().map(engine -> engine.view()));
    }

    /**
     * Loads the configuration file again. A file that is wrong changes nothing.
     *
     * @return completes when the new configuration is in force; fails when Kafka cannot be reached
     * @throws ConfigException when the file is wrong
     */
    public CompletableFuture<Void> reload() throws ConfigException {
        if (file.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        AlertmanagerConfig next;
        try {
            next = ConfigReader.file(file.get());
            whenConfigured.accept(next);
        } catch (ConfigException | IllegalArgumentException | TemplateException wrong) {
            lastReload = new Reload(false, clock.instant());
            LOG.error("The configuration is not loaded, the one before stays in force: {}", wrong.getMessage());
            throw new ConfigException(wrong.getMessage());
        }
        config = next;
        lastReload = new Reload(true, clock.instant());
        AlertInputs way = inputs;
        if (way == null) {
            return CompletableFuture.completedFuture(null);
        }
        return way.configuration(next.shown()).thenCompose(offset -> handle.whenApplied(offset, CATCH_UP));
    }

    /** Tells an engine that waits to go on, until it is known to have been told. */
    private void announce() {
        retries.execute(this::tryToAnnounce);
    }

    private void tryToAnnounce() {
        AlertInputs way = inputs;
        if (way == null) {
            return;
        }
        way.configuration(config.shown()).whenComplete((offset, failed) -> {
            if (failed != null) {
                LOG.warn("The configuration could not be announced and is tried again: {}", failed.toString());
                retries.schedule(this::tryToAnnounce, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }
}
