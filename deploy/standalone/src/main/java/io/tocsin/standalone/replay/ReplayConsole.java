package io.tocsin.standalone.replay;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/** Shows a replay on a terminal: a progress bar when there is one, problems in any case. Not thread-safe. */
final class ReplayConsole implements ReplayWatcher {

    private static final int BAR = 30;
    private static final int SHOWN_PROBLEMS = 10;
    private static final Duration REDRAW = Duration.ofMillis(100);

    private final PrintStream out;
    private final boolean terminal;
    private final DoubleSupplier share;
    private final InstantSource clock;
    private final Instant started;
    private Instant drawn = Instant.EPOCH;
    private String lastReason = "";
    private int problems;

    ReplayConsole(PrintStream out, boolean terminal, DoubleSupplier share, InstantSource clock) {
        this.out = out;
        this.terminal = terminal;
        this.share = share;
        this.clock = clock;
        this.started = clock.instant();
    }

    @Override
    public void unreadable(long line, String problem) {
        problem("line " + line + ": " + problem);
    }

    @Override
    public void rejected(String reason) {
        problem("rejected: " + reason);
    }

    @Override
    public void again(String reason) {
        if (!reason.equals(lastReason)) {
            lastReason = reason;
            line("trying again: " + reason);
        }
    }

    @Override
    public void gaveUp(String reason) {
        line("given up: " + reason);
    }

    @Override
    public void progress(long accepted, long rejected) {
        lastReason = "";
        Instant now = clock.instant();
        if (!terminal || Duration.between(drawn, now).compareTo(REDRAW) < 0) {
            return;
        }
        drawn = now;
        double part = share.getAsDouble();
        int filled = (int) Math.round(part * BAR);
        double seconds = Math.max(0.001, Duration.between(started, now).toMillis() / 1000.0);
        out.printf(
                Locale.ROOT,
                "\r[%s%s] %3.0f %%  %,d events  %,.0f/s\033[K",
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                part * 100,
                accepted,
                accepted / seconds);
        out.flush();
    }

    /** Ends the progress bar and prints the summary. */
    void finish(String what, ReplaySummary summary) {
        double seconds =
                Math.max(0.001, Duration.between(started, clock.instant()).toMillis() / 1000.0);
        if (problems > SHOWN_PROBLEMS) {
            line("and " + (problems - SHOWN_PROBLEMS) + " more problems");
        }
        line(String.format(
                Locale.ROOT,
                "%s: %d events, %d accepted, %d rejected, %d unreadable lines, %d unsent, %d retries, %.1f s (%.0f events/s)",
                what,
                summary.events(),
                summary.accepted(),
                summary.rejected(),
                summary.unreadable(),
                summary.unsent(),
                summary.retries(),
                seconds,
                summary.accepted() / seconds));
    }

    private void problem(String text) {
        problems++;
        if (problems <= SHOWN_PROBLEMS) {
            line(text);
        }
    }

    private void line(String text) {
        out.println(terminal ? "\r\033[K" + text : text);
    }
}
