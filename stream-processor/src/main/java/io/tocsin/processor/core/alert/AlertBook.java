package io.tocsin.processor.core.alert;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.AlertNotice;
import io.tocsin.processor.core.model.AlertOrder;
import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.rule.Condition;
import io.tocsin.processor.core.rule.ConditionSet;
import io.tocsin.processor.core.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The alerts of one source. A condition of WARNING and above has one open alert, that of its present severity; when the
 * severity changes, the alert of the other severity is resolved as superseded. Transitions are those of
 * {@link AlertLifecycle}. Mutable, not thread-safe; times are stream time in epoch milliseconds.
 *
 * <p>Bounded: there are as many open alerts as conditions (and test alerts), and of the resolved ones the latest are kept.
 * So that the steps of an alert that was forgotten are never numbered again, a new alert begins with an episode above
 * that of every forgotten one: episodes grow, but are not dense.
 */
public final class AlertBook {

    /** Rule of test alerts. */
    public static final String TEST_RULE = "test-alert";

    private static final int MAX_ENTRIES = 10_000;
    private static final int MAX_OPEN_TESTS = 50;

    private final List<AlertEntry> entries = new ArrayList<>(2);
    private final RecentIds orders = new RecentIds();
    private long forgottenEpisode;
    private int active;

    /** Returns whether nothing has ever happened here. */
    public boolean isBlank() {
        return entries.isEmpty() && orders.isEmpty() && forgottenEpisode == 0;
    }

    /** Returns the number of alerts that are firing, acknowledged or recovering. */
    public int active() {
        return active;
    }

    /** Returns the ids of alerts that are pending, firing, acknowledged or recovering, oldest first. */
    public List<String> openIds() {
        List<String> ids = new ArrayList<>();
        for (AlertEntry entry : entries) {
            if (entry.isOpen()) {
                ids.add(Fingerprint.text(entry.fingerprint));
            }
        }
        return ids;
    }

    /**
     * Brings the alert of a condition in line with the condition.
     *
     * @param clearing whether the condition has cleared and is being watched
     * @param actor {@link AlertChange#RULE} or {@link AlertChange#TIME}
     */
    public void follow(
            Condition condition,
            boolean clearing,
            SourceId source,
            LabelSet labels,
            long now,
            String actor,
            Consumer<AlertChange> out) {
        String rule = condition.rule().id();
        Severity severity = condition.severity();
        AlertEntry open = null;
        boolean suppressed = false;
        for (int i = 0; i < entries.size(); i++) {
            AlertEntry entry = entries.get(i);
            if (entry.isOf(rule, condition.metric())) {
                if (entry.severity != severity) {
                    supersede(entry, new AlertStep(source, now, actor, "severity is now " + severity, out));
                } else if (entry.isOpen()) {
                    open = entry;
                } else {
                    suppressed |= entry.suppressed;
                }
            }
        }
        boolean breaching = !clearing && condition.isBreaching();
        if (!Rule.alerts(severity) || suppressed || !breaching && (open == null || !clearing)) {
            return;
        }
        AlertInput input = clearing
                ? AlertInput.CONDITION_CLEARED
                : condition.hasLasted(now) ? AlertInput.CONDITION_LASTED : AlertInput.CONDITION_MET;
        AlertEntry entry =
                open == null ? entryFor(AlertLabels.ofCondition(condition, source, labels), condition) : open;
        move(entry, input, condition, new AlertStep(source, now, actor, null, out));
    }

    /**
     * Resolves the alerts of a condition that has left, and lets them fire again.
     *
     * @param why what ended it when that was not time, or null
     */
    public void leave(
            Condition condition, String why, SourceId source, long now, int maxResolved, Consumer<AlertChange> out) {
        AlertStep step = new AlertStep(source, now, why == null ? AlertChange.TIME : AlertChange.RULE, why, out);
        for (int i = 0; i < entries.size(); i++) {
            AlertEntry entry = entries.get(i);
            if (entry.isOf(condition.rule().id(), condition.metric())) {
                entry.suppressed = false;
                move(entry, AlertInput.RECOVERY_LASTED, null, step);
            }
        }
        forget(maxResolved);
    }

    /**
     * Raises the alert of a condition that something else watches, or lets it be over. A person who resolved it while the
     * condition held has the last word until it is over.
     *
     * @return whether the notice was new
     */
    public boolean notice(
            AlertNotice notice,
            SourceId source,
            LabelSet sourceLabels,
            long now,
            int maxResolved,
            int maxTextLength,
            Consumer<AlertChange> out) {
        if (!orders.add(notice.id())) {
            return false;
        }
        if (notice.holds()) {
            raise(notice, source, sourceLabels, maxTextLength, new AlertStep(source, now, AlertChange.RULE, null, out));
            return true;
        }
        for (int i = 0; i < entries.size(); i++) {
            AlertEntry entry = entries.get(i);
            if (entry.raised && entry.rule.equals(notice.rule())) {
                entry.suppressed = false;
                move(entry, AlertInput.RECOVERY_LASTED, null, new AlertStep(source, now, AlertChange.TIME, null, out));
            }
        }
        forget(maxResolved);
        return true;
    }

    /** Resolves test alerts whose time is over, and alerts whose rule does not exist any more. */
    public void settle(
            ConditionSet conditions,
            SourceId source,
            long now,
            long testMs,
            int maxResolved,
            Consumer<AlertChange> out) {
        for (int i = 0; i < entries.size(); i++) {
            AlertEntry entry = entries.get(i);
            if (!entry.isOpen()) {
                continue;
            }
            if (entry.test && now - entry.startsAt >= testMs) {
                move(entry, AlertInput.RECOVERY_LASTED, null, new AlertStep(source, now, AlertChange.TIME, null, out));
            } else if (!entry.test && !entry.raised && !hasCondition(conditions, entry)) {
                move(
                        entry,
                        AlertInput.RECOVERY_LASTED,
                        null,
                        new AlertStep(source, now, AlertChange.RULE, "the rule is gone", out));
            }
        }
        forget(maxResolved);
    }

    /** Returns when the next test alert's time is over, or {@link Long#MAX_VALUE}. */
    public long nextDeadline(long testMs) {
        long next = Long.MAX_VALUE;
        for (int i = 0; i < entries.size(); i++) {
            AlertEntry entry = entries.get(i);
            if (entry.test && entry.isOpen()) {
                next = Math.min(next, entry.startsAt + testMs);
            }
        }
        return next;
    }

    /**
     * Carries out an order.
     *
     * @return whether it did something; not when its id is known, the alert is not, or its phase does not fit
     * @throws IllegalArgumentException when its fingerprint is none; nothing has changed then
     */
    public boolean order(
            AlertOrder order,
            SourceId source,
            long now,
            int maxResolved,
            int maxTextLength,
            Consumer<AlertChange> out) {
        long fingerprint = Fingerprint.parse(order.fingerprint());
        if (order.kind() == AlertOrder.Kind.NONE || !orders.add(order.id())) {
            return false;
        }
        AlertEntry entry = byFingerprint(fingerprint);
        AlertStep step = new AlertStep(source, now, order.actor(), order.comment(), out);
        if (order.kind() == AlertOrder.Kind.TEST) {
            return test(entry, fingerprint, order, source, maxTextLength, step);
        }
        if (entry == null || !entry.isOpen()) {
            return false;
        }
        AlertInput input = inputOf(order.kind());
        if (AlertLifecycle.isRemark(entry.phase, input, entry.isAcknowledged())) {
            step.remark(entry, input);
            return true;
        }
        boolean changed = move(entry, input, null, step);
        entry.suppressed |= changed && input == AlertInput.RESOLVE && !entry.test;
        forget(maxResolved);
        return changed;
    }

    /** Returns about how many bytes of heap it takes. */
    public int approximateBytes() {
        int bytes = 96 + orders.approximateBytes();
        for (AlertEntry entry : entries) {
            bytes += entry.approximateBytes();
        }
        return bytes;
    }

    /** Writes everything. */
    public void writeTo(ByteWriter writer) {
        writer.writeUnsigned(forgottenEpisode);
        orders.writeTo(writer);
        writer.writeUnsigned(entries.size());
        for (AlertEntry entry : entries) {
            entry.writeTo(writer);
        }
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @param intern gives the instance of a label's name that is shared among sources
     * @throws CorruptStateException when the bytes are something else
     */
    public static AlertBook readFrom(ByteReader reader, UnaryOperator<String> intern) {
        AlertBook book = new AlertBook();
        book.forgottenEpisode = reader.readCount();
        book.orders.readFrom(reader);
        int size = reader.readLength(MAX_ENTRIES, 20);
        for (int i = 0; i < size; i++) {
            AlertEntry entry = AlertEntry.readFrom(reader, intern);
            book.entries.add(entry);
            book.active += entry.isActive() ? 1 : 0;
        }
        return book;
    }

    private boolean move(AlertEntry entry, AlertInput input, Condition condition, AlertStep step) {
        active -= entry.isActive() ? 1 : 0;
        boolean moved = step.move(entry, input, condition);
        active += entry.isActive() ? 1 : 0;
        return moved;
    }

    private void raise(AlertNotice notice, SourceId source, LabelSet sourceLabels, int maxTextLength, AlertStep step) {
        LabelSet labels = AlertLabels.ofNotice(notice, source, sourceLabels);
        long fingerprint = Fingerprint.of(labels.toMap());
        AlertEntry entry = byFingerprint(fingerprint);
        if (entry == null) {
            entry = add(new AlertEntry(fingerprint, notice.rule(), null, notice.severity(), false, labels));
            entry.raised = true;
        }
        if (entry.raised && !entry.suppressed && !entry.isOpen()) {
            entry.title = cut(notice.title(), maxTextLength);
            entry.description = cut(notice.description(), maxTextLength);
            move(entry, AlertInput.CONDITION_LASTED, null, step);
        }
    }

    private void supersede(AlertEntry entry, AlertStep step) {
        if (entry.isOpen()) {
            move(entry, AlertInput.SUPERSEDED, null, step);
        }
    }

    private AlertEntry entryFor(LabelSet labels, Condition condition) {
        long fingerprint = Fingerprint.of(labels.toMap());
        AlertEntry known = byFingerprint(fingerprint);
        return known != null
                ? known
                : add(new AlertEntry(
                        fingerprint, condition.rule().id(), condition.metric(), condition.severity(), false, labels));
    }

    private boolean test(
            AlertEntry known, long fingerprint, AlertOrder order, SourceId source, int maxTextLength, AlertStep step) {
        if (known != null && (!known.test || known.isOpen()) || openTests() >= MAX_OPEN_TESTS) {
            return false;
        }
        AlertEntry entry = known;
        if (entry == null) {
            LabelSet labels = AlertLabels.ofTest(TEST_RULE, order.severity(), source);
            entry = add(new AlertEntry(fingerprint, TEST_RULE, null, order.severity(), true, labels));
        }
        entry.title = cut(order.title() == null ? "Test alert" : order.title(), maxTextLength);
        entry.description = cut(
                order.description() == null
                        ? "Raised on request to test the way of an alert; resolves by itself"
                        : order.description(),
                maxTextLength);
        return move(entry, AlertInput.CONDITION_LASTED, null, step);
    }

    private AlertEntry add(AlertEntry entry) {
        entry.episode = forgottenEpisode;
        entries.add(entry);
        return entry;
    }

    private void forget(int maxResolved) {
        int resolved = 0;
        for (AlertEntry entry : entries) {
            resolved += !entry.isOpen() && !entry.suppressed ? 1 : 0;
        }
        while (resolved > maxResolved) {
            AlertEntry oldest = null;
            for (AlertEntry entry : entries) {
                if (!entry.isOpen() && !entry.suppressed && (oldest == null || entry.resolvedAt < oldest.resolvedAt)) {
                    oldest = entry;
                }
            }
            forgottenEpisode = Math.max(forgottenEpisode, oldest.episode);
            entries.remove(oldest);
            resolved--;
        }
    }

    private AlertEntry byFingerprint(long fingerprint) {
        for (AlertEntry entry : entries) {
            if (entry.fingerprint == fingerprint) {
                return entry;
            }
        }
        return null;
    }

    private int openTests() {
        int open = 0;
        for (AlertEntry entry : entries) {
            open += entry.test && entry.isOpen() ? 1 : 0;
        }
        return open;
    }

    private static boolean hasCondition(ConditionSet conditions, AlertEntry entry) {
        for (int i = 0; i < conditions.size(); i++) {
            Condition condition = conditions.get(i);
            if (entry.isOf(condition.rule().id(), condition.metric())) {
                return true;
            }
        }
        return false;
    }

    private static AlertInput inputOf(AlertOrder.Kind kind) {
        switch (kind) {
            case ACKNOWLEDGE:
                return AlertInput.ACKNOWLEDGE;
            case UNACKNOWLEDGE:
                return AlertInput.UNACKNOWLEDGE;
            case RESOLVE:
                return AlertInput.RESOLVE;
            default:
                throw new IllegalArgumentException(kind + " is no input of an alert");
        }
    }

    private static String cut(String text, int maxLength) {
        return text.length() <= maxLength ? text : text.substring(0, maxLength);
    }
}
