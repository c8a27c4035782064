package io.tocsin.query.command;

import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertAction;
import io.tocsin.schemas.AlertCommand;
import io.tocsin.schemas.AlertState;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What somebody asks of an alert. Immutable.
 *
 * @param action what to do; not a test
 * @param actor who asks, at most 200 characters
 * @param comment why, at most 2,000 characters, or null
 * @param until when an acknowledgement or a snooze ends by itself: epoch milliseconds; null when it does not
 * @param assignee who shall take care of it, at most 200 characters, or null
 * @param key what the client calls this request, so that its repetition acts once; null when it does not
 */
public record AlertOrder(AlertAction action, String actor, String comment, Long until, String assignee, String key) {

    public AlertOrder {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(actor, "actor");
    }

    /** Makes an order that needs no more than who asks and why. */
    public static AlertOrder of(AlertAction action, String actor, String comment) {
        return new AlertOrder(action, actor, comment, null, null, null);
    }

    /** Returns whether what is asked for holds already; a comment never does. */
    boolean holdsAt(Alert alert) {
        return holds(alert, true);
    }

    /**
     * Returns whether what is asked for holds.
     *
     * @param untilThen whether it must end at the time that is asked for
     */
    private boolean holds(Alert alert, boolean untilThen) {
        boolean acknowledged = alert.getAcknowledgedAt() != null;
        return switch (action) {
            case ACKNOWLEDGE ->
                (alert.getState() == AlertState.ACKNOWLEDGED
                                || alert.getState() == AlertState.RECOVERING && acknowledged)
                        && actor.equals(alert.getAcknowledgedBy())
                        && Objects.equals(comment, alert.getAcknowledgeComment())
                        && (!untilThen || Objects.equals(until, alert.getAcknowledgedUntil()));
            case UNACKNOWLEDGE ->
                alert.getState() == AlertState.FIRING || alert.getState() == AlertState.RECOVERING && !acknowledged;
            case RESOLVE -> alert.getState() == AlertState.RESOLVED;
            case ASSIGN -> alert.getState() != AlertState.RESOLVED && Objects.equals(assignee, alert.getAssignee());
            case SNOOZE ->
                alert.getState() != AlertState.RESOLVED
                        && alert.getSnoozedUntil() != null
                        && (!untilThen || Objects.equals(until, alert.getSnoozedUntil()))
                        && actor.equals(alert.getSnoozedBy());
            case UNSNOOZE -> alert.getSnoozedUntil() == null;
            case COMMENT, TEST, NONE, HOLDS, OVER, JOIN -> false;
        };
    }

    /** Returns why the alert cannot take the order, if it cannot. */
    Optional<String> conflict(Alert alert) {
        boolean over = alert.getState() == AlertState.RESOLVED;
        boolean untold = alert.getState() == AlertState.PENDING;
        boolean possible =
                switch (action) {
                    case COMMENT, UNSNOOZE -> true;
                    case ACKNOWLEDGE, UNACKNOWLEDGE -> !over && !untold;
                    default -> !over;
                };
        return possible
                ? Optional.empty()
                : Optional.of("the alert is " + word(alert.getState()) + " and cannot be " + done());
    }

    /**
     * Returns why the alert that was read behind the order did not take it, if it did not. Whether a comment was taken
     * shows in the number of steps. A repeated request is no step, and where it asks for a span from now on, it asks for
     * another time than the first one did.
     */
    Optional<String> refusal(Alert before, Alert after) {
        boolean stepped =
                after.getEpisode() != before.getEpisode() || after.getTransitions() != before.getTransitions();
        boolean taken = action == AlertAction.COMMENT ? stepped || key != null : holds(after, key == null);
        return taken
                ? Optional.empty()
                : Optional.of("the alert, which is " + word(after.getState()) + " now, could not be " + done());
    }

    /** Returns the command that carries the order to the alert. */
    AlertCommand command(Alert alert, CommandIds ids, long now) {
        String id = key == null ? ids.next() : alert.getFingerprint() + "/" + action + "/" + key;
        return AlertCommand.newBuilder()
                .setId(id)
                .setFingerprint(alert.getFingerprint())
                .setTenant(alert.getTenant())
                .setEnvironment(alert.getEnvironment())
                .setSource(alert.getSource())
                .setAction(action)
                .setActor(actor)
                .setComment(comment)
                .setRequestedAt(now)
                .setSeverity(alert.getSeverity())
                .setUntil(until)
                .setAssignee(assignee)
                .build();
    }

    private String done() {
        return switch (action) {
            case ACKNOWLEDGE -> "acknowledged";
            case UNACKNOWLEDGE -> "unacknowledged";
            case RESOLVE -> "resolved";
            case ASSIGN -> "assigned";
            case COMMENT -> "commented on";
            case SNOOZE -> "snoozed";
            case UNSNOOZE -> "unsnoozed";
            case TEST, NONE, HOLDS, OVER, JOIN -> "changed";
        };
    }

    private static String word(AlertState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
