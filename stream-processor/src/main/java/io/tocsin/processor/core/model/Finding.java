package io.tocsin.processor.core.model;

import java.util.Objects;

/**
 * What a detector concludes about a source: it opens, may grow worse, and closes. Immutable. Times are stream time in epoch
 * milliseconds.
 *
 * @param id identity, the same from opening to closing and on replay: 16 hex digits
 * @param source source that it is about
 * @param kind kind of finding, which is also the id of the rule that says how severe it is: lower case, digits, dashes
 * @param detector what found it: lower case, digits, dashes
 * @param subject what it is about: the name of a metric, the id of a template; empty for the source as a whole
 * @param state whether it lasts
 * @param since when what was found began; at or before {@code at}
 * @param at when it came into its state
 * @param evidence what it rests on; of a closed one the worst that was seen
 */
public record Finding(
        String id,
        SourceId source,
        String kind,
        String detector,
        String subject,
        State state,
        long since,
        long at,
        Evidence evidence) {

    /** Kind of what detectors of single metrics find. */
    public static final String ANOMALY = "anomaly";

    /** Kind of a forecast that a metric reaches a limit. */
    public static final String LIMIT_AHEAD = "limit-ahead";

    /** Whether a finding lasts. */
    public enum State {
        /** It lasts. */
        OPEN,
        /** It is over. */
        CLOSED
    }

    public Finding {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(detector, "detector");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(evidence, "evidence");
        if (since > at) {
            throw new IllegalArgumentException("a finding of " + at + " that began at " + since);
        }
    }

    /** Returns this finding with other evidence. */
    public Finding with(Evidence other) {
        return new Finding(id, source, kind, detector, subject, state, since, at, other);
    }

    /** Returns this finding, over. */
    public Finding closed(long when) {
        return new Finding(id, source, kind, detector, subject, State.CLOSED, since, Math.max(since, when), evidence);
    }
}
