package io.tocsin.processor.core.alert;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.AlertOrder;
import io.tocsin.processor.core.model.AlertPhase;
import io.tocsin.processor.core.model.AlertView;
import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.rule.Condition;
import io.tocsin.processor.core.rule.ConditionSet;
import io.tocsin.processor.core.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

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
    private static final String[] SOURCE_LABELS = {"service", "host", "instance", "team"};

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
                    supersede(entry, severity, source, now, actor, out);
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
        AlertPhase phase = open == null ? null : open.phase;
        if (open != null && AlertLifecycle.next(phase, input, open.isAcknowledged()) == phase) {
            return;
        }
        AlertEntry entry = open == null ? entryFor(condition, source, labels) : open;
        apply(entry, input, condition, source, now, actor, null, out);
    }

    /** Resolves the alerts of a condition that has left, and lets them fire again. */
    public void leave(Condition condition, SourceId source, long now, int maxResolved, Consumer<AlertChange> out) {
        for (int i = 0; i < entries.size(); i++) {
            AlertEntry entry = entries.get(i);
            if (entry.isOf(condition.rule().id(), condition.metric())) {
                entry.suppressed = false;
                apply(entry, AlertInput.RECOVERY_LASTED, null, source, now, AlertChange.TIME, null, out);
            }
        }
        forget(maxResolved);
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
            if (entry.test) {
                if (now - entry.startsAt >= testMs) {
                    apply(entry, AlertInput.RECOVERY_LASTED, null, source, now, AlertChange.TIME, null, out);
                }
            } else if (!hasCondition(conditions, entry)) {
                apply(entry, AlertInput.RECOVERY_LASTED, null, source, now, AlertChange.RULE, "the rule is gone", out);
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
        if (order.kind() == AlertOrder.Kind.TEST) {
            return test(entry, fingerprint, order, source, now, maxTextLength, out);
        }
        if (entry == null || !entry.isOpen()) {
            return false;
        }
        AlertInput input = inputOf(order.kind());
        if (AlertLifecycle.isRemark(entry.phase, input, entry.isAcknowledged())) {
            acknowledge(entry, input, order.actor(), now);
            emit(entry, entry.phase, source, now, order.actor(), order.comment(), out);
            return true;
        }
        boolean changed = apply(entry, input, null, source, now, order.actor(), order.comment(), out);
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
     * @throws CorruptStateException when the bytes are something else
     */
    public static AlertBook readFrom(ByteReader reader) {
        AlertBook book = new AlertBook();
        book.forgottenEpisode = reader.readCount();
        book.orders.readFrom(reader);
        int size = reader.readLength(MAX_ENTRIES, 20);
        for (int i = 0; i < size; i++) {
            AlertEntry entry = AlertEntry.readFrom(reader);
            book.entries.add(entry);
            book.active += entry.phase.isActive() ? 1 : 0;
        }
        return book;
    }

    private void supersede(
            AlertEntry entry, Severity by, SourceId source, long now, String actor, Consumer<AlertChange> out) {
        if (entry.isOpen()) {
            apply(entry, AlertInput.SUPERSEDED, null, source, now, actor, "severity is now " + by, out);
        }
    }

    private AlertEntry entryFor(Condition condition, SourceId source, LabelSet sourceLabels) {
        LabelSet labels = LabelSet.EMPTY
                .with("alertname", condition.rule().id())
                .with("tenant", source.tenant())
                .with("environment", source.environment())
                .with("source", source.name())
                .with("severity", lower(condition.severity()));
        if (condition.metric() != null) {
            labels = labels.with("metric", condition.metric());
        }
        for (String name : SOURCE_LABELS) {
            String value = sourceLabels.get(name);
            if (value != null && !value.isEmpty()) {
                labels = labels.with(name, value);
            }
        }
        long fingerprint = Fingerprint.of(labels.toMap());
        AlertEntry known = byFingerprint(fingerprint);
        if (known != null) {
            return known;
        }
        AlertEntry entry = new AlertEntry(
                fingerprint, condition.rule().id(), condition.metric(), condition.severity(), false, labels);
        entry.episode = forgottenEpisode;
        entries.add(entry);
        return entry;
    }

    private boolean test(
            AlertEntry known,
            long fingerprint,
            AlertOrder order,
            SourceId source,
            long now,
            int maxTextLength,
            Consumer<AlertChange> out) {
        if (known != null && (!known.test || known.isOpen()) || openTests() >= MAX_OPEN_TESTS) {
            return false;
        }
        AlertEntry entry = known;
        if (entry == null) {
            LabelSet labels = LabelSet.EMPTY
                    .with("alertname", TEST_RULE)
                    .with("tenant", source.tenant())
                    .with("environment", source.environment())
                    .with("source", source.name())
                    .with("severity", lower(order.severity()))
                    .with("test", "true");
            entry = new AlertEntry(fingerprint, TEST_RULE, null, order.severity(), true, labels);
            entry.episode = forgottenEpisode;
            entries.add(entry);
        }
        entry.title = cut(order.title() == null ? "Test alert" : order.title(), maxTextLength);
        entry.description = cut(
                order.description() == null
                        ? "Raised on request to test the way of an alert; resolves by itself"
                        : order.description(),
                maxTextLength);
        return apply(entry, AlertInput.CONDITION_LASTED, null, source, now, order.actor(), order.comment(), out);
    }

    private boolean apply(
            AlertEntry entry,
            AlertInput input,
            Condition condition,
            SourceId source,
            long now,
            String actor,
            String comment,
            Consumer<AlertChange> out) {
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
        acknowledge(entry, input, actor, now);
        active += (to.isActive() ? 1 : 0) - (from != null && from.isActive() ? 1 : 0);
        entry.phase = to;
        emit(entry, begins ? null : from, source, now, actor, comment, out);
        return true;
    }

    private static void acknowledge(AlertEntry entry, AlertInput input, String actor, long now) {
        if (input == AlertInput.ACKNOWLEDGE) {
            entry.acknowledgedAt = now;
            entry.acknowledgedBy = actor;
        } else if (input == AlertInput.UNACKNOWLEDGE) {
            entry.acknowledgedAt = AlertView.NEVER;
            entry.acknowledgedBy = null;
        }
    }

    private static void emit(
            AlertEntry entry,
            AlertPhase from,
            SourceId source,
            long now,
            String actor,
            String comment,
            Consumer<AlertChange> out) {
        entry.transitions++;
        entry.updatedAt = now;
        out.accept(new AlertChange(entry.stepId(), from, entry.phase, now, actor, comment, entry.view(source)));
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

    private static String lower(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private static String cut(String text, int maxLength) {
        return text.length() <= maxLength ? text : text.substring(0, maxLength);
    }
}
