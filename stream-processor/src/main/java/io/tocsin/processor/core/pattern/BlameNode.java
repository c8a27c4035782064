package io.tocsin.processor.core.pattern;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** One source in a {@link BlameGraph}: that it fails, if it does, and who is connected with that. Mutable, for one look. */
final class BlameNode {

    /** So much later one may be seen to fail that reports rarely and was all right when it was seen last. */
    private static final long LATEST_MS = 120_000;
    /** Error lines that a source must have logged to be taken together with others by time alone. */
    private static final int MANY_LINES = 5;

    final String name;
    /** Those at which it fails, and the failures. */
    final SortedMap<String, Signal> blames = new TreeMap<>();

    final SortedSet<String> blamedBy = new TreeSet<>();
    /** Sources that began to fail later, of which nobody knows whom they call. */
    final SortedSet<String> followers = new TreeSet<>();

    /** The one that it follows, or null. */
    String follows;

    /** What fails, or null when it is only blamed. */
    Signal failing;

    /** What is wrong at it, or null when it is only blamed. */
    SourceSignals at;

    boolean broken;
    boolean cutOff;

    BlameNode(String name) {
        this.name = name;
    }

    /** Makes one of a source that fails; null when the source does not. */
    static BlameNode ofFailing(SourceSignals source) {
        Signal failing = failing(source);
        if (failing == null) {
            return null;
        }
        BlameNode node = new BlameNode(source.source());
        node.failing = failing;
        node.at = source;
        node.cutOff = isCutOff(failing);
        node.broken = isBroken(source);
        return node;
    }

    /** Returns whether it says whom it calls. */
    boolean saysWhomItCalls() {
        return at != null && !at.targets().isEmpty();
    }

    /** Returns whether anything is known of who calls whom. */
    boolean isConnected() {
        return at != null && !(at.targets().isEmpty() && at.callers().isEmpty());
    }

    /** Returns whether it shows clearly enough that it fails to be taken together with others by time alone. */
    boolean isClear() {
        return failing != null && (failing.kind() != SignalKind.ERROR_LOGS || failing.count() >= MANY_LINES);
    }

    /** Returns whether one of its failures names another source. */
    boolean names(Signal signal) {
        boolean names = signal.kind() == SignalKind.FAILING_CALLS
                || signal.kind() == SignalKind.FAILING
                || signal.kind() == SignalKind.ERROR_LOGS
                || signal.kind() == SignalKind.UNREACHABLE;
        return names && signal.subject() != null && !signal.subject().equals(name);
    }

    /** Returns whether any of its failures names a source. */
    boolean accuses(String other) {
        for (Signal signal : at.signals()) {
            if (names(signal) && signal.subject().equals(other)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether it may have begun to fail before another: one that reports now and then is seen to fail late. */
    boolean mayPrecede(BlameNode other) {
        long later = failing.since() - other.failing.since();
        return later <= BlameGraph.NOISE_MS
                || Math.min(failing.intact(), failing.since()) <= other.failing.since() && later <= LATEST_MS;
    }

    /** Returns whether it clearly began to fail before another, and not too long before. */
    boolean precedes(BlameNode other, long windowMs) {
        long began = Math.min(other.failing.intact(), other.failing.since());
        return failing.since() < began && other.failing.since() - failing.since() <= windowMs;
    }

    /** Whether a source fails at all that it does, so that its failing calls say nothing about those called. */
    private static boolean isBroken(SourceSignals source) {
        int failing = 0;
        for (Signal signal : source.signals()) {
            failing += signal.kind() == SignalKind.FAILING_CALLS ? 1 : 0;
        }
        return failing >= 2
                && source.first(SignalKind.FAILING) != null
                && source.sound().isEmpty();
    }

    private static Signal failing(SourceSignals source) {
        Signal failing = source.first(SignalKind.FAILING);
        for (Signal signal : source.signals()) {
            if (signal.kind() == SignalKind.FAILING_CALLS && failing == null) {
                failing = signal;
            }
        }
        return failing == null ? logged(source) : failing;
    }

    /** Returns the failures of a source that only logs: what it logs beyond the usual are failures, if it names another. */
    private static Signal logged(SourceSignals source) {
        Signal errors = source.first(SignalKind.ERROR_LOGS);
        if (errors == null || !source.targets().isEmpty()) {
            return null;
        }
        double share = Math.max(0, 1 - errors.usual() / errors.strength());
        return new Signal(
                SignalKind.ERROR_LOGS,
                errors.subject(),
                errors.since(),
                errors.intact(),
                share,
                0,
                errors.count(),
                errors.meaning(),
                errors.share(),
                errors.latest());
    }

    private static boolean isCutOff(Signal failing) {
        return failing.meaning() == FailureClass.CONNECTIVITY && failing.share() >= 0.6;
    }
}
