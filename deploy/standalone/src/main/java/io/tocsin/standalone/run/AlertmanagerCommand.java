package io.tocsin.standalone.run;

import io.tocsin.alertsink.AlertSink;
import io.tocsin.alertsink.api.alertmanager.Rehearsal;
import io.tocsin.alertsink.config.ConfigException;
import io.tocsin.service.Roles;
import io.tocsin.service.RunningService;
import io.tocsin.service.ServiceRunner;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Settings;
import io.tocsin.standalone.AllSettings;
import io.tocsin.standalone.cli.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code tocsin alertmanager}: the alert sink alone, in place of Prometheus Alertmanager, with the broker in the process. */
public final class AlertmanagerCommand {

    /** What the command understands. */
    public static final String USAGE = """
            usage: tocsin alertmanager [OPTIONS]

            Stands in for Prometheus Alertmanager: its configuration file, its API, its webhooks; alerts, silences, groups and
            the notification log survive any crash. Runs until Ctrl-C or SIGTERM.

              --config FILE           Alertmanager's configuration file (default: alertmanager.yml)
              --data DIR              where everything is kept (default: data, in the current folder)
              --port N                port of the API on 127.0.0.1 (default: 9093)
              --listen ADDRESS:PORT   where the API listens; other machines need --set insecure=true
              --external-url URL      where people reach it (default: where it listens)
              --settings FILE         a settings file of Tocsin
              --set NAME=VALUE        one setting; may be given again

            Alertmanager's --config.file, --storage.path, --web.listen-address and --web.external-url do the same; its
            further options are taken and have no effect. SIGHUP loads the configuration file again.
            """;

    private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerCommand.class);
    private static final Duration READY_POLL = Duration.ofMillis(20);
    private static final Duration LONGEST_REHEARSAL = Duration.ofSeconds(1);

    private final PrintStream out;
    private final InstantSource clock;

    /** Makes the command. */
    public AlertmanagerCommand(PrintStream out, InstantSource clock) {
        this.out = Objects.requireNonNull(out, "out");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** Parts of the process, closed in the reverse order of their start. Thread-safe. */
    private static final class Parts implements AutoCloseable {

        private final Deque<AutoCloseable> started = new ArrayDeque<>();
        private boolean closed;

        synchronized <T extends AutoCloseable> T add(T part) {
            if (closed) {
                close(part);
                throw new StoppedException();
            }
            started.push(part);
            return part;
        }

        @Override
        public synchronized void close() {
            closed = true;
            while (!started.isEmpty()) {
                close(started.pop());
            }
        }

        private static void close(AutoCloseable part) {
            try {
                part.close();
            } catch (Exception failed) {
                LOG.warn("{} did not stop in order: {}", part.getClass().getSimpleName(), failed.toString());
            }
        }
    }

    /**
     * Runs until the process is told to stop.
     *
     * @param arguments the command line behind {@code alertmanager}
     * @param processStarted when the process began, which the time to be ready counts from
     * @return the exit code
     * @throws UsageException when the arguments are wrong
     * @throws IOException when it cannot start
     * @throws InterruptedException when the thread was interrupted
     */
    public int run(List<String> arguments, Instant processStarted)
            throws UsageException, IOException, InterruptedException {
        AlertmanagerOptions options = AlertmanagerOptions.parse(arguments);
        Settings settings =
                Settings.load(AllSettings.catalogue(), options.settingsFile(), System.getenv(), options.overrides());
        try (DataFolder folder = DataFolder.open(settings.get(CommonSettings.DATA_DIR));
                Parts parts = new Parts()) {
            RunLog.into(folder);
            StopSignal signal = StopSignal.closes(parts, out);
            AtomicReference<AlertSink> running = new AtomicReference<>();
            ReloadSignal.does(() -> reload(running.get()));
            EmbeddedParts embedded = parts.add(EmbeddedParts.start(folder, settings));
            RunningService service = parts.add(serve(options, folder, embedded));
            out.println("tocsin: alertmanager at " + service.uri());
            AlertSink sink = service.context().getBean(AlertSink.class);
            running.set(sink);
            // Kafka Streams waits for its group meanwhile: being ready takes no longer for it.
            Rehearsal.run(clock, LONGEST_REHEARSAL);
            while (!sink.isReady()) {
                TimeUnit.MILLISECONDS.sleep(READY_POLL.toMillis());
            }
            out.printf(
                    Locale.ROOT,
                    "tocsin: ready after %.1f s%n",
                    Duration.between(processStarted, clock.instant()).toMillis() / 1000.0);
            signal.await();
        } catch (StoppedException whileStarting) {
            out.println("tocsin: told to stop while it started");
        } catch (InvalidSettingsException wrong) {
            throw wrong;
        } catch (RuntimeException failed) {
            LOG.error("could not start", failed);
            throw new IOException("could not start: " + failed.getMessage() + "; more in " + RunLog.FILE, failed);
        }
        return 0;
    }

    /** One that starts reads the file anyway. */
    private static void reload(AlertSink sink) {
        if (sink == null) {
            return;
        }
        try {
            sink.alertmanager().reload().whenComplete((done, failed) -> {
                if (failed != null) {
                    LOG.error("The configuration is loaded, but Kafka does not answer: {}", failed.toString());
                }
            });
        } catch (ConfigException wrong) {
            LOG.debug("Told to load a configuration that is wrong", wrong);
        }
    }

    private static RunningService serve(AlertmanagerOptions options, DataFolder folder, EmbeddedParts embedded) {
        Map<String, String> overrides = new HashMap<>(options.overrides());
        overrides.put(CommonSettings.KAFKA_BOOTSTRAP_SERVERS.name(), embedded.bootstrapServers());
        overrides.put(CommonSettings.REGISTRY_URL.name(), embedded.registryUrl());
        overrides.put(CommonSettings.DATA_DIR.name(), folder.path().toString());
        Settings settings = Settings.load(AllSettings.catalogue(), options.settingsFile(), System.getenv(), overrides);
        return ServiceRunner.start(settings, Set.of(Roles.SINK, Roles.ALERTMANAGER));
    }
}
