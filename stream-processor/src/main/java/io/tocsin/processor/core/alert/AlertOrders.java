package io.tocsin.processor.core.alert;

import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.AlertOrder;
import io.tocsin.processor.core.model.AlertPhase;
import io.tocsin.processor.core.model.AlertStepKind;
import io.tocsin.processor.core.model.AlertView;
import io.tocsin.processor.core.model.SourceId;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What orders do to an alert, wherever it lives, and what happens when their time is over. An order that asks for what
 * holds already, or does not fit the phase, changes nothing and is not a step. Stateless.
 *
 * <p>Acknowledge, assign, snooze and resolve are about open alerts; of a pending one, of which nobody was told, nothing
 * can be acknowledged. A snooze outlives the occurrence: until its time nobody is told of the next one either. A comment
 * can be made at any time. Texts are cut at {@value #MAX_NAME} and {@value #MAX_COMMENT} characters.
 */
final class AlertOrders {

    static final int MAX_NAME = 200;
    static final int MAX_COMMENT = 2_000;

    private AlertOrders() {}

    /**
     * Carries out an order other than a test.
     *
     * @param step who asks and who hears of it
     * @return whether it did something
     */
    static boolean carryOut(AlertEntry entry, AlertOrder order, AlertStep step) {
        if (order.kind() == AlertOrder.Kind.COMMENT) {
            return entry.phase != null && hasText(order.comment()) && step.remark(entry);
        }
        if (order.kind() == AlertOrder.Kind.UNSNOOZE) {
            return unsnooze(entry, step);
        }
        if (!entry.isOpen()) {
            return false;
        }
        switch (order.kind()) {
            case ACKNOWLEDGE:
                return acknowledge(entry, order, step);
            case UNACKNOWLEDGE:
                return unacknowledge(entry, step);
            case ASSIGN:
                return assign(entry, order, step);
            case SNOOZE:
                return snooze(entry, order, step);
            case RESOLVE:
                return resolve(entry, step);
            default:
                return false;
        }
    }

    /** Ends what is over: an acknowledgement, a snooze, flapping. */
    static void settle(AlertEntry entry, SourceId source, long now, FlapSettings flaps, Consumer<AlertChange> out) {
        if (acknowledgementEnds(entry) <= now) {
            entry.takeAcknowledgementBack();
            AlertStep step = byTime(source, now, AlertStepKind.ACKNOWLEDGEMENT_ENDED, out);
            if (!step.move(entry, AlertInput.UNACKNOWLEDGE, null)) {
                step.remark(entry);
            }
        }
        if (entry.isSnoozed() && entry.snoozedUntil <= now) {
            entry.snooze(null, AlertView.NEVER);
            if (entry.isOpen()) {
                byTime(source, now, AlertStepKind.SNOOZE_ENDED, out).remark(entry);
            }
        }
        if (entry.flaps.stableAt(flaps) <= now && entry.keptUntil == AlertView.NEVER) {
            entry.flaps.end();
            byTime(source, now, AlertStepKind.FLAPPING_ENDED, out).remark(entry);
        }
    }

    /** Returns when {@link #settle} has something to do, or {@link Long#MAX_VALUE}. */
    static long nextDeadline(AlertEntry entry, FlapSettings flaps) {
        long next = acknowledgementEnds(entry);
        if (entry.keptUntil == AlertView.NEVER) {
            next = Math.min(next, entry.flaps.stableAt(flaps));
        }
        return entry.isSnoozed() ? Math.min(next, entry.snoozedUntil) : next;
    }

    static String cut(String text, int maxLength) {
        if (text == null || text.length() <= maxLength) {
            return text;
        }
        // Half a character would come out as another one.
        return text.substring(0, Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength);
    }

    private static long acknowledgementEnds(AlertEntry entry) {
        boolean ends = entry.isOpen() && entry.isAcknowledged() && entry.acknowledgedUntil != AlertView.NEVER;
        return ends ? entry.acknowledgedUntil : Long.MAX_VALUE;
    }

    private static AlertStep byTime(SourceId source, long now, AlertStepKind kind, Consumer<AlertChange> out) {
        return new AlertStep(source, now, AlertChange.TIME, null, out).of(kind);
    }

    private static boolean acknowledge(AlertEntry entry, AlertOrder order, AlertStep step) {
        String comment = cut(order.comment(), MAX_COMMENT);
        boolean same = entry.isAcknowledged()
                && step.actor().equals(entry.acknowledgedBy)
                && order.until() == entry.acknowledgedUntil
                && Objects.equals(comment, entry.acknowledgeComment);
        if (entry.phase == AlertPhase.PENDING || same || isOver(order.until(), step)) {
            return false;
        }
        entry.acknowledge(step.now(), step.actor(), order.until(), comment);
        return step.move(entry, AlertInput.ACKNOWLEDGE, null) || step.remark(entry);
    }

    private static boolean unacknowledge(AlertEntry entry, AlertStep step) {
        if (!entry.isAcknowledged()) {
            return false;
        }
        entry.takeAcknowledgementBack();
        return step.move(entry, AlertInput.UNACKNOWLEDGE, null) || step.remark(entry);
    }

    private static boolean assign(AlertEntry entry, AlertOrder order, AlertStep step) {
        String assignee = hasText(order.assignee()) ? cut(order.assignee(), MAX_NAME) : null;
        if (Objects.equals(assignee, entry.assignee)) {
            return false;
        }
        entry.assignee = assignee;
        return step.remark(entry);
    }

    private static boolean snooze(AlertEntry entry, AlertOrder order, AlertStep step) {
        boolean same = order.until() == entry.snoozedUntil && step.actor().equals(entry.snoozedBy);
        if (order.until() == AlertView.NEVER || same || isOver(order.until(), step)) {
            return false;
        }
        entry.snooze(step.actor(), order.until());
        return step.remark(entry);
    }

    private static boolean unsnooze(AlertEntry entry, AlertStep step) {
        if (!entry.isSnoozed()) {
            return false;
        }
        entry.snooze(null, AlertView.NEVER);
        return step.remark(entry);
    }

    private static boolean resolve(AlertEntry entry, AlertStep step) {
        boolean conditionHolds = entry.keptUntil == AlertView.NEVER;
        boolean moved = step.move(entry, AlertInput.RESOLVE, null);
        entry.suppressed |= moved && conditionHolds && !entry.test;
        return moved;
    }

    private static boolean isOver(long until, AlertStep step) {
        return until != AlertView.NEVER && until <= step.now();
    }

    private static boolean hasText(String text) {
        return text != null && !text.isBlank();
    }
}
