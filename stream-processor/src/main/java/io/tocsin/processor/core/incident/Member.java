package io.tocsin.processor.core.incident;

import io.tocsin.processor.core.model.Severity;
import java.util.Objects;

/**
 * An alert or a pattern that belongs to an incident. Immutable; times are stream time in epoch milliseconds.
 *
 * @param ref fingerprint of the alert or id of the pattern
 * @param name rule of the alert, or the pattern
 * @param source source that it is about: for a pattern the likely origin
 * @param severity severity
 * @param state where it stands, in a word: {@code firing}, {@code acknowledged}, {@code resolved}, {@code active},
 *     {@code ended}
 * @param since when it began
 * @param until when it was over, or {@link IncidentView#NEVER}
 */
public record Member(String ref, String name, String source, Severity severity, String state, long since, long until) {

    public Member {
        Objects.requireNonNull(ref, "ref");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(state, "state");
    }

    /** Returns whether it goes on. */
    public boolean open() {
        return until == IncidentView.NEVER;
    }
}
