package io.tocsin.standalone.run;

import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.Settings;
import io.tocsin.standalone.AllSettings;
import io.tocsin.standalone.cli.ConfigFile;
import io.tocsin.standalone.cli.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;

/** {@code tocsin broker}: the embedded broker and registry alone, for services that run as processes of their own. */
public final class BrokerCommand {

    /** What the command understands. */
    public static final String USAGE = """
            usage: tocsin broker [OPTIONS]

            Starts one Kafka broker on 127.0.0.1 with Tocsin's topics, and a schema registry beside it.

              --data DIR        where everything is kept (default: data, in the current folder)
              --config FILE     a settings file
              --set NAME=VALUE  one setting, for example standalone.kafka-port=9092; may be given again
            """;

    private final PrintStream out;

    /** Makes the command. */
    public BrokerCommand(PrintStream out) {
        this.out = Objects.requireNonNull(out, "out");
    }

    /**
     * Runs until the process is told to stop.
     *
     * @return the exit code
     * @throws UsageException when the arguments are wrong
     * @throws IOException when the data folder is in use or cannot be written, or no port is free
     * @throws InterruptedException when the thread was interrupted
     */
    public int run(List<String> arguments) throws UsageException, IOException, InterruptedException {
        RunOptions options = RunOptions.parse(arguments);
        Settings settings = Settings.load(
                AllSettings.catalogue(), ConfigFile.read(options.config()), System.getenv(), options.overrides());
        try (DataFolder folder = DataFolder.open(settings.get(CommonSettings.DATA_DIR))) {
            RunLog.into(folder);
            EmbeddedParts parts = EmbeddedParts.start(folder, settings);
            StopSignal signal = StopSignal.closes(parts, out);
            out.println("tocsin: Kafka at " + parts.bootstrapServers() + ", schema registry at " + parts.registryUrl());
            signal.await();
        }
        return 0;
    }
}
