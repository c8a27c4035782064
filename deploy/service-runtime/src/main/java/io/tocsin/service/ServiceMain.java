package io.tocsin.service;

import io.tocsin.service.logging.Logging;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Settings;
import io.tocsin.service.settings.SettingsCatalogue;
import java.io.PrintStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The main of every service: arguments, settings, start, and an orderly stop at SIGTERM or SIGINT. */
public final class ServiceMain {

    /** Everything ended in order. */
    public static final int OK = 0;

    /** The start failed. */
    public static final int START_FAILED = 1;

    /** The command line or the configuration is wrong. */
    public static final int MISCONFIGURED = 2;

    private static final Logger LOG = LoggerFactory.getLogger(ServiceMain.class);

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    ServiceMain(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs until the process is told to stop.
     *
     * @param roles which of {@link Roles} to play
     * @param catalogue all settings of these roles
     * @param args the command line, see {@link CommandLine}
     * @return the exit code: {@link #OK}, {@link #START_FAILED} or {@link #MISCONFIGURED}. A process that a signal stopped
     *     has the exit code that the JVM gives it, 143 for SIGTERM.
     */
    public static int run(Set<String> roles, SettingsCatalogue catalogue, String[] args) {
        return new ServiceMain(System.getenv(), System.out, System.err).serve(roles, catalogue, args);
    }

    int serve(Set<String> roles, SettingsCatalogue catalogue, String... args) {
        RunningService service;
        try {
            CommandLine line = CommandLine.parse(args);
            if (line.information() != null) {
                return inform(line, catalogue);
            }
            Settings settings = Settings.load(catalogue, line.config(environment), environment, line.overrides());
            Logging.apply(settings);
            service = ServiceRunner.start(settings, roles);
        } catch (InvalidSettingsException | CommandLine.UsageException e) {
            err.println(e.getMessage());
            return MISCONFIGURED;
        } catch (StartFailedException e) {
            LOG.debug("Start failed", e);
            err.println(e.getMessage());
            return START_FAILED;
        }
        out.println("Tocsin listens on " + service.uri() + " (" + String.join(", ", new TreeSet<>(roles)) + ")");
        out.flush();
        awaitStop(service);
        return OK;
    }

    private int inform(CommandLine line, SettingsCatalogue catalogue) {
        switch (line.information()) {
            case "--example-config" -> out.print(catalogue.exampleYaml());
            case "--settings-table" -> out.print(catalogue.markdown());
            case "--check-config" -> {
                Settings settings = Settings.load(catalogue, line.config(environment), environment, line.overrides());
                settings.shown().forEach((name, value) -> out.println(name + ": " + value));
            }
            default -> out.println(CommandLine.USAGE);
        }
        return OK;
    }

    /** Waits for the shutdown hook, which stops the service while the JVM waits for the hook. */
    private static void awaitStop(RunningService service) {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            service.close();
                            stopped.countDown();
                        },
                        "stop"));
        try {
            stopped.await();
        } catch (InterruptedException e) {
            service.close();
            Thread.currentThread().interrupt();
        }
    }
}
