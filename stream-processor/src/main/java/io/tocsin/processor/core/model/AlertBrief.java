package io.tocsin.processor.core.model;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What an environment needs to know of an alert of one of its sources. Immutable; times are stream time in epoch
 * milliseconds.
 *
 * @param fingerprint id of the alert
 * @param source name of the source
 * @param rule rule that raised it
 * @param severity severity
 * @param phase state in its life; never pending
 * @param title one line for a person
 * @param startsAt when its condition began
 * @param firedAt when it began to fire, or {@link AlertView#NEVER}
 * @param at when it came to this state
 * @param actor who brought it there: {@link AlertChange#RULE}, {@link AlertChange#TIME} or a person
 * @param labels identity, sorted by name
 */
public record AlertBrief(
        String fingerprint,
        String source,
        String rule,
        Severity severity,
        AlertPhase phase,
        String title,
        long startsAt,
        long firedAt,
        long at,
        String actor,
        Map<String, String> labels) {

    public AlertBrief {
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(actor, "actor");
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** Returns the brief of a step in the life of an alert. */
    public static AlertBrief of(AlertChange change) {
        AlertView alert = change.alert();
        return new AlertBrief(
                alert.fingerprint(),
                alert.source(),
                alert.rule(),
                alert.severity(),
                alert.phase(),
                alert.title(),
                alert.startsAt(),
                alert.firedAt(),
                change.at(),
                change.actor(),
                alert.labels());
    }

    /** Returns whether a person brought it to its state. */
    public boolean isByPerson() {
        return !actor.equals(AlertChange.RULE) && !actor.equals(AlertChange.TIME);
    }
}
