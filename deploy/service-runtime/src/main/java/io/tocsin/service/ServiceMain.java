package io.tocsin.service;

import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Settings;
import io.tocsin.service.settings.SettingsCatalogue;
import java.io.PrintStream;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** The main of every service: arguments, settings, start, and an orderly stop at SIGTERM or SIGINT. */
public final class ServiceMain {

    private ServiceMain() {}

    /**
     * Runs until the process is told to stop.
     *
     * @param roles which of {@link Roles} to play
     * @param catalogue all settings of these roles
     * @param args the command line, see {@link CommandLine}
     * @return the exit code: 0 after an orderly stop or a request for information, 2 for a wrong command line or
     *     configuration, 1 when the start failed otherwise
     */
    public static int run(Set<String> roles, SettingsCatalogue catalogue, String[] args) {
        return run(roles, catalogue, args, System.out, System.err);
    }

    static int run(Set<String> roles, SettingsCatalogue catalogue, String[] args, PrintStream out, PrintStream err) {
        try {
            CommandLine line = CommandLine.parse(args);
            Settings settings = Settings.load(catalogue, line.config(), System.getenv(), line.overrides());
            try (RunningService service = ServiceRunner.start(settings, roles)) {
                out.println("Tocsin listens on " + service.uri() + " (" + String.join(", ", roles) + ")");
                awaitStop(service);
            }
            return 0;
        } catch (InvalidSettingsException | CommandLine.UsageException e) {
            err.println(e.getMessage());
            return 2;
        }
    }

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
            Thread.currentThread().interrupt();
        }
    }
}
