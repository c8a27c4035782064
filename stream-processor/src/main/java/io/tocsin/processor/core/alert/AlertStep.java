package io.tocsin.processor.core.alert;

import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.AlertPhase;
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
    private final Consumer<AlertChange> out;

    AlertStep(SourceId source, long now, String actor, String comment, Consumer<AlertChange> out) {
        this.source = source;
        this.now = now;
        this.actor = actor;
        this.comment = comment;
        this.out = out;
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
        if (to == AlertPhase.RESOLVED) {
            entry.resolvedAt = now;
        }
        note(entry, input);
        entry.phase = to;
        emit(entry, begins ? null : from);
        return true;
    }

    /** Notes an acknowledgement, or its withdrawal, that leaves the phase. */
    void remark(AlertEntry entry, AlertInput input) {
        note(entry, input);
        emit(entry, entry.phase);
    }

    private void note(AlertEntry entry, AlertInput input) {
        if (input == AlertInput.ACKNOWLEDGE) {
            entry.acknowledgedAt = now;
            entry.acknowledgedBy = actor;
        } else if (input == AlertInput.UNACKNOWLEDGE) {
            entry.acknowledgedAt = AlertView.NEVER;
            entry.acknowledgedBy = null;
        }
    }

    private void emit(AlertEntry entry, AlertPhase from) {
        entry.transitions++;
        entry.updatedAt = now;
        out.accept(new AlertChange(entry.stepId(), from, entry.phase, now, actor, comment, entry.view(source)));
    }
}
