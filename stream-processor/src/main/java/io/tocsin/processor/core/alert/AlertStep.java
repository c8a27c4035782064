package io.tocsin.processor.core.alert;

import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.AlertOrder;
import io.tocsin.processor.core.model.AlertPhase;
import io.tocsin.processor.core.model.AlertStepKind;
import io.tocsin.processor.core.model.AlertView;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.rule.Condition;
import java.util.function.Consumer;

/** Who moves an alert, when and why, and who hears of it. Immutable. */
final class AlertStep {

    private final SourceId source;
    private final long now;
    private final String actor;
    private final String comment;
    private final AlertStepKind kind;
    private final String command;
    private final FlapSettings flaps;
    private final Consumer<AlertChange> out;

    /** Makes a step of a rule or of time, of an alert that never counts as flapping. */
    AlertStep(SourceId source, long now, String actor, String comment, Consumer<AlertChange> out) {
        this(source, now, actor, comment, AlertStepKind.STATE, null, FlapSettings.NEVER, out);
    }

    private AlertStep(
            SourceId source,
            long now,
            String actor,
            String comment,
            AlertStepKind kind,
            String command,
            FlapSettings flaps,
            Consumer<AlertChange> out) {
        this.source = source;
        this.now = now;
        this.actor = actor;
        this.comment = comment;
        this.kind = kind;
        this.command = command;
        this.flaps = flaps;
        this.out = out;
    }

    /** Makes the step that an order asks for. */
    static AlertStep ordered(AlertOrder order, SourceId source, long now, Consumer<AlertChange> out) {
        return new AlertStep(
                source,
                now,
                AlertOrders.cut(order.actor(), AlertOrders.MAX_NAME),
                AlertOrders.cut(order.comment(), AlertOrders.MAX_COMMENT),
                kindOf(order.kind()),
                order.id(),
                FlapSettings.NEVER,
                out);
    }

    /** Returns this step as one of another kind. */
    AlertStep of(AlertStepKind other) {
        return new AlertStep(source, now, actor, comment, other, command, flaps, out);
    }

    /** Returns this step for an alert that may count as flapping. */
    AlertStep damped(FlapSettings settings) {
        return new AlertStep(source, now, actor, comment, kind, command, settings, out);
    }

    /** Returns who makes it. */
    String actor() {
        return actor;
    }

    /** Returns when it is made. */
    long now() {
        return now;
    }

    /**
     * Moves an alert if the input does so.
     *
     * @param condition condition whose words it takes over, or null
     * @return whether it moved
     */
    boolean move(AlertEntry entry, AlertInput input, Condition condition) {
        AlertPhase from = entry.phase;
        AlertPhase to = AlertLifecycle.next(from, input, entry.isAcknowledged());
        if (to == from) {
            return false;
        }
        boolean begins = AlertLifecycle.beginsEpisode(from, to);
        if (begins) {
            entry.beginEpisode(entry.episode + 1, now);
        }
        if (condition != null) {
            entry.title = condition.rule().title();
            entry.description = condition.text();
            entry.observed = condition.observed();
            entry.expected = condition.expected();
        }
        if (to == AlertPhase.FIRING && entry.firedAt == AlertView.NEVER) {
            entry.firedAt = now;
        }
        entry.recoveringSince = to == AlertPhase.RECOVERING ? now : AlertView.NEVER;
        entry.keptUntil = AlertView.NEVER;
        boolean flapsNow = turns(from, to, input) && entry.flaps.turned(isOn(to), now, flaps);
        if (to == AlertPhase.RESOLVED) {
            entry.resolvedAt = now;
            entry.flaps.end();
            if (input == AlertInput.RESOLVE) {
                entry.flaps.forget();
            }
        }
        entry.phase = to;
        emit(
                entry,
                begins ? null : from,
                flapsNow ? AlertStepKind.FLAPPING_BEGAN : kind,
                flapsNow ? entry.flaps.text() : comment);
        return true;
    }

    /** Records what leaves the phase; always true. */
    boolean remark(AlertEntry entry) {
        emit(entry, entry.phase, kind, comment);
        return true;
    }

    private void emit(AlertEntry entry, AlertPhase from, AlertStepKind what, String why) {
        entry.transitions++;
        entry.updatedAt = now;
        out.accept(
                new AlertChange(entry.stepId(), what, from, entry.phase, now, actor, why, command, entry.view(source)));
    }

    /** Whether a condition, and not a person or a change of severity, makes it begin to fire or cease to. */
    private static boolean turns(AlertPhase from, AlertPhase to, AlertInput input) {
        switch (input) {
            case CONDITION_MET:
            case CONDITION_LASTED:
            case CONDITION_CLEARED:
            case RECOVERY_LASTED:
                return isOn(from) != isOn(to);
            default:
                return false;
        }
    }

    private static boolean isOn(AlertPhase phase) {
        return phase == AlertPhase.FIRING || phase == AlertPhase.ACKNOWLEDGED;
    }

    private static AlertStepKind kindOf(AlertOrder.Kind order) {
        switch (order) {
            case ACKNOWLEDGE:
                return AlertStepKind.ACKNOWLEDGED;
            case UNACKNOWLEDGE:
                return AlertStepKind.UNACKNOWLEDGED;
            case RESOLVE:
                return AlertStepKind.RESOLVED;
            case TEST:
                return AlertStepKind.TESTED;
            case ASSIGN:
                return AlertStepKind.ASSIGNED;
            case COMMENT:
                return AlertStepKind.COMMENTED;
            case SNOOZE:
                return AlertStepKind.SNOOZED;
            case UNSNOOZE:
                return AlertStepKind.UNSNOOZED;
            default:
                return AlertStepKind.STATE;
        }
    }
}
