package io.tocsin.gateway.account;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * Tells a person what comes in: a line per batch, and once a second one line for all batches beyond the allowed number of
 * lines, saying how many they were. Not thread-safe.
 */
final class ConsoleSummary {

    private static final long SECOND = 1_000_000_000L;

    private final int linesPerSecond;
    private final MaskedTexts masked;
    private final Consumer<String> console;
    private long secondStarted;
    private int lines;
    private long batches;
    private long accepted;
    private long rejected;
    private long failed;
    private long bytes;

    /**
     * Makes a summary.
     *
     * @param linesPerSecond most lines about single batches in one second; 0 for no line at all
     * @param now time by {@link System#nanoTime()}
     */
    ConsoleSummary(int linesPerSecond, MaskedTexts masked, Consumer<String> console, long now) {
        this.linesPerSecond = linesPerSecond;
        this.masked = masked;
        this.console = console;
        this.secondStarted = now;
    }

    /** Tells of a batch, now or summed up later. */
    void report(BatchReport report, long now) {
        tick(now);
        if (lines < linesPerSecond) {
            lines++;
            console.accept(line(report));
            return;
        }
        batches++;
        accepted += report.accepted();
        rejected += report.rejected();
        failed += report.failed();
        bytes += report.bytes();
    }

    /** Tells of what was held back when a second is over; to be called now and then. */
    void tick(long now) {
        if (now - secondStarted >= SECOND) {
            secondStarted = now;
            lines = 0;
            tellHeldBack();
        }
    }

    /** Tells of what was held back. */
    void tellHeldBack() {
        if (batches > 0 && linesPerSecond > 0) {
            console.accept(String.format(
                    Locale.ROOT,
                    "... and %,d further batches: %,d accepted, %,d rejected, %,d failed, %,d bytes",
                    batches,
                    accepted,
                    rejected,
                    failed,
                    bytes));
        }
        batches = 0;
        accepted = 0;
        rejected = 0;
        failed = 0;
        bytes = 0;
    }

    private String line(BatchReport report) {
        StringBuilder line = new StringBuilder(120);
        line.append(String.format(
                Locale.ROOT, "%s %d: %,d accepted", report.endpoint().label(), report.status(), report.accepted()));
        part(line, report.rejected(), " rejected");
        part(line, report.failed(), " failed");
        line.append(String.format(Locale.ROOT, ", %,d bytes in %,.1f ms", report.bytes(), report.nanos() / 1e6));
        String glue = " from ";
        for (String source : report.sources()) {
            line.append(glue).append(masked.mask(source));
            glue = ", ";
        }
        if (report.moreSources()) {
            line.append(" and others");
        }
        if (!report.detail().isEmpty()) {
            line.append(" (").append(masked.mask(report.detail())).append(')');
        }
        return line.toString().replaceAll("\\p{Cntrl}", "?");
    }

    private static void part(StringBuilder line, long count, String what) {
        if (count > 0) {
            line.append(String.format(Locale.ROOT, ", %,d%s", count, what));
        }
    }
}
