package io.tocsin.standalone.replay;

import io.tocsin.standalone.cli.Arguments;
import io.tocsin.standalone.cli.UsageException;
import io.tocsin.standalone.client.EventClient;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** {@code tocsin replay FILE}. */
public final class ReplayCommand {

    /** What the command understands. */
    public static final String USAGE = """
            usage: tocsin replay FILE [OPTIONS]

            FILE is told by its first line (gzip when its name ends in .gz):
              events        one JSON event a line (source, event_type, data, ...)
              values        CSV with the columns timestamp,value
              log table     CSV with the columns LineId, ..., Content (LogHub)
              log           anything else: one log record a line

              --source NAME       source of the events (default: the file's name)
              --environment NAME  environment of the events (default: the gateway's)
              --metric NAME       metric of a table of values (default: value)
              --speed N|max       seconds of the file per second (default: max)
              --url URL           the gateway (default: http://127.0.0.1:8000)
              --zone ZONE         zone of times that name none (default: UTC)
              --patience SECONDS  how long to go on when nothing is taken (default: 60)

            Ids follow from file name, line number and line: a file replayed twice counts once.
            Exit code: 0 all taken, 1 some lines refused or unreadable, 2 wrong usage, 3 given up.
            """;

    private static final Set<String> VALUED =
            Set.of("source", "environment", "metric", "speed", "url", "zone", "patience");
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private final PrintStream out;
    private final boolean terminal;
    private final InstantSource clock;

    /**
     * Makes the command.
     *
     * @param out where progress and summary go
     * @param terminal whether {@code out} is a terminal
     * @param clock now
     */
    public ReplayCommand(PrintStream out, boolean terminal, InstantSource clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
    }

    /**
     * Runs the command.
     *
     * @return the exit code
     * @throws UsageException when the arguments are wrong
     * @throws IOException when the file cannot be read
     * @throws InterruptedException when the thread was interrupted
     */
    public int run(List<String> arguments) throws UsageException, IOException, InterruptedException {
        ReplayOptions options = options(Arguments.parse(arguments, VALUED, Set.of()));
        EventClient client = new EventClient(options.url(), ANSWER_TIMEOUT);
        try (ReplayFile file = new ReplayFile(options, clock.instant())) {
            ReplayConsole console = new ReplayConsole(out, terminal, file::progress, clock);
            ReplaySummary summary = new Replay(
                            file,
                            client::sendEvents,
                            new Pace(options.speed(), clock),
                            options.patience(),
                            clock,
                            duration -> Thread.sleep(duration.toMillis()),
                            console)
                    .run();
            console.finish(options.fileName(), summary);
            if (summary.unsent() > 0) {
                return 3;
            }
            return summary.complete() ? 0 : 1;
        }
    }

    private static ReplayOptions options(Arguments arguments) throws UsageException {
        if (arguments.positional().size() != 1) {
            throw new UsageException("replay needs one FILE");
        }
        Path file = Path.of(arguments.positional().get(0));
        if (!Files.isRegularFile(file)) {
            throw new UsageException("no such file: " + file);
        }
        try {
            return new ReplayOptions(
                    file,
                    arguments.value("source"),
                    arguments.value("environment"),
                    arguments.value("metric").orElse("value"),
                    speed(arguments.value("speed").orElse("max")),
                    URI.create(arguments.value("url").orElse("http://127.0.0.1:8000")),
                    arguments.value("zone").map(ZoneId::of).orElse(ZoneOffset.UTC),
                    Duration.ofSeconds(
                            Long.parseLong(arguments.value("patience").orElse("60"))));
        } catch (IllegalArgumentException | java.time.DateTimeException wrong) {
            throw new UsageException(wrong.getMessage());
        }
    }

    private static OptionalDouble speed(String text) throws UsageException {
        if (text.equals("max")) {
            return OptionalDouble.empty();
        }
        double speed;
        try {
            speed = Double.parseDouble(text);
        } catch (NumberFormatException noNumber) {
            throw new UsageException("--speed must be a number above 0 or max, is '" + text + "'");
        }
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new UsageException("--speed must be a number above 0 or max, is '" + text + "'");
        }
        return OptionalDouble.of(speed);
    }
}
