package io.tocsin.gateway.account;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the ingest log together. Stateless. */
public final class Accounts {

    /** Name of the logger that console lines go to. */
    public static final String CONSOLE = "io.tocsin.ingest";

    private Accounts() {}

    /**
     * Opens and starts the ingest log.
     *
     * @param file where its lines are written
     * @param mostBytes size at which the file is rotated
     * @param files how many files are kept
     * @param consoleLines most console lines in a second
     * @param nanoTime time by {@link System#nanoTime()}
     */
    public static IngestLog ingestLog(
            Path file, long mostBytes, int files, int consoleLines, MeterRegistry registry, LongSupplier nanoTime) {
        Logger console = LoggerFactory.getLogger(CONSOLE);
        MaskedTexts masked = new MaskedTexts();
        IngestLog log = new IngestLog(
                new RotatingFile(file, mostBytes, files),
                new ReportLine(masked),
                new ConsoleSummary(consoleLines, masked, console::info, nanoTime.getAsLong()),
                nanoTime);
        FunctionCounter.builder("tocsin.gateway.ingest.log.lines", log, IngestLog::written)
                .description("Lines written to the ingest log")
                .register(registry);
        FunctionCounter.builder("tocsin.gateway.ingest.log.dropped", log, IngestLog::dropped)
                .description("Reports that did not get into the ingest log")
                .register(registry);
        log.start();
        return log;
    }
}
