package io.tocsin.processor.core.model;

import java.util.Objects;

/**
 * One step in the life of an alert. Immutable.
 *
 * @param id identity of the step, stable on replay: fingerprint, episode and number of the step
 * @param kind what the step is
 * @param from state before; null for the first step of an episode. Equal to {@code to} when the state is as it was
 * @param to state after
 * @param at stream time in epoch milliseconds
 * @param actor who caused it: {@link #RULE}, {@link #TIME}, or the name given with a command
 * @param comment comment given with a command, or why it was made, or null
 * @param command id of the order that caused it, or null
 * @param alert the alert after the step
 */
public record AlertChange(
        String id,
        AlertStepKind kind,
        AlertPhase from,
        AlertPhase to,
        long at,
        String actor,
        String comment,
        String command,
        AlertView alert) {

    /** Actor of a step that a condition caused. */
    public static final String RULE = "rule";

    /** Actor of a step that a deadline caused. */
    public static final String TIME = "time";

    public AlertChange {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(alert, "alert");
    }
}
