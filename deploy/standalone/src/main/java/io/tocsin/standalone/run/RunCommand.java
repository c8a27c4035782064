package io.tocsin.standalone.run;

import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Settings;
import io.tocsin.standalone.AllSettings;
import io.tocsin.standalone.StandaloneSettings;
import io.tocsin.standalone.cli.ConfigFile;
import io.tocsin.standalone.cli.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** {@code tocsin run}. */
public final class RunCommand {

    /** What the command understands. */
    public static final String USAGE = """
            usage: tocsin run [OPTIONS]

            Starts everything in one process on 127.0.0.1 and watches this machine, until Ctrl-C or SIGTERM.

              --data DIR        where everything is kept (default: data, in the current folder)
              --port N          port of the API (default: 8000; 8080 and 8501 answer too unless taken)
              --follow GLOB     log files to follow; may be given again
              --config FILE     a settings file (tocsin config prints one)
              --set NAME=VALUE  one setting; may be given again
            """;

    private static final Duration READY_POLL = Duration.ofMillis(50);
    private static final Duration READY_PATIENCE = Duration.ofMinutes(2);

    private final PrintStream out;
    private final InstantSource clock;

    /**
     * Makes the command.
     *
     * @param out where it says what it does
     * @param clock the wall clock
     */
    public RunCommand(PrintStream out, InstantSource clock) {
        this.out = Objects.requireNonNull(out, "out");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Runs until the process is told to stop.
     *
     * @param arguments the command line behind {@code run}
     * @param processStarted when the process began, which the time to be ready counts from
     * @return the exit code
     * @throws UsageException when the arguments are wrong
     * @throws IOException when it cannot start: the data folder is in use or cannot be written, no port is free
     * @throws InterruptedException when the thread was interrupted
     */
    public int run(List<String> arguments, Instant processStarted)
            throws UsageException, IOException, InterruptedException {
        RunOptions options = RunOptions.parse(arguments);
        Settings settings = Settings.load(
                AllSettings.catalogue(), ConfigFile.read(options.config()), System.getenv(), options.overrides());
        settings.notices().forEach(out::println);
        try (DataFolder folder = DataFolder.open(settings.get(CommonSettings.DATA_DIR))) {
            out.println("tocsin: starting, data in " + folder.path());
            RunLog.into(folder);
            try (Platform platform = new Platform(folder, options, settings)) {
                StopSignal signal = StopSignal.closes(platform, out);
                platform.start(clock);
                announce(platform, processStarted);
                awaitReady(platform, processStarted);
                PlatformReport report = platform.remember(new PlatformReport(platform.uri(), out, clock));
                report.start(settings.get(StandaloneSettings.REPORT_INTERVAL));
                signal.await();
            }
        } catch (StoppedException whileStarting) {
            out.println("tocsin: told to stop while it started");
        } catch (InvalidSettingsException wrong) {
            throw wrong;
        } catch (RuntimeException failed) {
            LoggerFactory.getLogger(RunCommand.class).error("could not start", failed);
            throw new IOException("could not start: " + rootOf(failed) + "; more in " + RunLog.FILE, failed);
        }
        return 0;
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private void announce(Platform platform, Instant processStarted) {
        out.printf(Locale.ROOT, "tocsin: listening after %.1f s%n", secondsSince(processStarted));
        out.println("  API, try it out     " + platform.uri() + "/docs");
        platform.hostName()
                .ifPresent(host -> out.println("  this machine        " + platform.uri() + "/api/v1/sources/" + host));
        out.println("  all sources         " + platform.uri() + "/api/v1/sources");
        out.println("  alerts              " + platform.uri() + "/api/v1/alerts");
        out.println("  Kafka, registry     " + platform.bootstrapServers() + ", " + platform.registryUrl());
    }

    private void awaitReady(Platform platform, Instant processStarted) throws InterruptedException {
        Instant giveUp = clock.instant().plus(READY_PATIENCE);
        while (!platform.isReady()) {
            if (platform.isClosed()) {
                throw new StoppedException();
            }
            if (clock.instant().isAfter(giveUp)) {
                out.println("tocsin: still not ready: " + platform.unready());
                return;
            }
            TimeUnit.MILLISECONDS.sleep(READY_POLL.toMillis());
        }
        out.printf(Locale.ROOT, "tocsin: ready after %.1f s; Ctrl-C stops it%n", secondsSince(processStarted));
    }

    private double secondsSince(Instant start) {
        return Duration.between(start, clock.instant()).toMillis() / 1000.0;
    }
}
