package io.tocsin.processor.core.pattern;

import java.util.List;
import java.util.Objects;

/**
 * All that is wrong at one source now, and what is needed to tell what it has to do with others. Immutable.
 *
 * @param source name of the source
 * @param service service that it belongs to, or null
 * @param host host that it runs on, or null
 * @param lastSeen latest record of the source: stream time in epoch milliseconds
 * @param targets sources that it calls, by name, at most {@link SignalTracker#MOST_TARGETS}
 * @param callers sources that call it, as far as it says so itself, by name, at most as many
 * @param sound what goes well although its operations fail: targets by name, and the empty name for what calls nobody
 * @param signals what is wrong, in the order of kinds and subjects; never empty
 */
public record SourceSignals(
        String source,
        String service,
        String host,
        long lastSeen,
        List<String> targets,
        List<String> callers,
        List<String> sound,
        List<Signal> signals) {

    public SourceSignals {
        Objects.requireNonNull(source, "source");
        targets = List.copyOf(targets);
        callers = List.copyOf(callers);
        sound = List.copyOf(sound);
        signals = List.copyOf(signals);
    }

    /** Returns whether something that does not call a target goes well, so that its failures are about the target. */
    boolean isSoundBesides(String target) {
        for (String name : sound) {
            if (!name.equals(target)) {
                return true;
            }
        }
        return false;
    }

    /** Returns when the first of the signals began: stream time in epoch milliseconds. */
    public long since() {
        long since = Long.MAX_VALUE;
        for (Signal signal : signals) {
            since = Math.min(since, signal.since());
        }
        return since;
    }

    /** Returns the first signal of a kind, or null. */
    public Signal first(SignalKind kind) {
        for (Signal signal : signals) {
            if (signal.kind() == kind) {
                return signal;
            }
        }
        return null;
    }
}
