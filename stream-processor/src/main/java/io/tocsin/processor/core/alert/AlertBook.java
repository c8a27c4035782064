package io.tocsin.processor.core.alert;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.AlertJoin;
import io.tocsin.processor.core.model.AlertNotice;
import io.tocsin.processor.core.model.AlertOrder;
import io.tocsin.processor.core.model.AlertPhase;
import io.tocsin.processor.core.model.AlertStepKind;
import io.tocsin.processor.core.model.AlertView;
import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.rule.Condition;
import io.tocsin.processor.core.rule.ConditionSet;
import io.tocsin.processor.core.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The alerts of one source. A condition of WARNING and above has one open alert, that of its present severity; when the
 * severity changes, the alert of the other severity is resolved as superseded. Transitions are those of
 * {@link AlertLifecycle}, orders those of {@link AlertOrders}. Mutable, not thread-safe; times are stream time in epoch
 * milliseconds.
 *
 * <p>An alert whose condition has left stays open, recovering, for as long as its rule keeps alerts firing and until it is
 * stable when it flaps ({@link FlapSettings}); a new breach makes it fire as the same occurrence.
 *
 * <p>Bounded: there are as many open alerts as conditions (and test alerts), and of the resolved ones the latest are kept.
 * So that the steps of an alert that was forgotten are never numbered again, a new alert begins with an episode above
 * that of every forgotten one: episodes grow, but are not dense.
 */
public final class AlertBook {

    /** Rule of test alerts. */
    public static final String TEST_RULE = "test-alert";

    private static final int MAX_OPEN_TESTS = 50;

    private final AlertEntries entries;
    private final RecentIds orders = new RecentIds();
    private int active;

    /** Makes an empty book. */
    public AlertBook() {
        this(new AlertEntries());
    }

    private AlertBook(AlertEntries entries) {
        this.entries = entries;
        for (AlertEntry entry : entries) {
            active += entry.isActive() ? 1 : 0;
        }
    }

    /** Returns whether nothing has ever happened here. */
    public boolean isBlank() {
        return entries.isBlank() && orders.isEmpty();
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
            AlertSettings settings,
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
        move(entry, input, condition, new AlertStep(source, now, actor, null, out).damped(settings.flaps()));
    }

    /**
     * Resolves the alerts of a condition that has left, now or when they have recovered for long enough, and lets them
     * fire again.
     *
     * @param why what ended it when that was not time, or null: nothing is kept open then
     */
    public void leave(
            Condition condition,
            String why,
            SourceId source,
            long now,
            AlertSettings settings,
            Consumer<AlertChange> out) {
        AlertStep step = new AlertStep(source, now, why == null ? AlertChange.TIME : AlertChange.RULE, why, out)
                .damped(settings.flaps());
        for (int i = 0; i < entries.size(); i++) {
            AlertEntry entry = entries.get(i);
            if (entry.isOf(condition.rule().id(), condition.metric())) {
                entry.suppressed = false;
                if (why != null || !keep(entry, step, keepFiringMs(condition.rule(), settings), settings)) {
                    move(entry, AlertInput.RECOVERY_LASTED, null, step);
                }
            }
        }
        entries.forget(settings.maxResolved());
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
            AlertSettings settings,
            int maxTextLength,
            Consumer<AlertChange> out) {
        if (!orders.add(notice.id(), now)) {
            return false;
        }
        if (notice.holds()) {
            AlertStep step = new AlertStep(source, now, AlertChange.RULE, null, out).damped(settings.flaps());
            raise(notice, source, sourceLabels, maxTextLength, step);
            return true;
        }
        AlertStep step = new AlertStep(source, now, AlertChange.TIME, null, out).damped(settings.flaps());
        for (int i = 0; i < entries.size(); i++) {
            AlertEntry entry = entries.get(i);
            if (entry.raised && entry.rule.equals(notice.rule())) {
                entry.suppressed = false;
                if (!keep(entry, step, settings.keepFiringMs(), settings)) {
                    move(entry, AlertInput.RECOVERY_LASTED, null, step);
                }
            }
        }
        entries.forget(settings.maxResolved());
        return true;
    }

    /**
     * Takes word of the incident that an alert belongs to. It is about one occurrence, over or not.
     *
     * @return whether it was new
     * @throws IllegalArgumentException when its fingerprint is none; nothing has changed then
     */
    public boolean join(AlertJoin join, SourceId source, long now, Consumer<AlertChange> out) {
        AlertEntry entry = entries.find(Fingerprint.parse(join.fingerprint()));
        if (entry == null
                || entry.startsAt != join.startsAt()
                || join.incident().equals(entry.incident)) {
            return false;
        }
        entry.incident = join.incident();
        return new AlertStep(source, now, AlertChange.RULE, "part of incident " + join.incident(), out)
                .of(AlertStepKind.JOINED)
                .remark(entry);
    }

    /** Does what time brings about: ends tests, acknowledgements, snoozes and what was kept open; ends what has no rule. */
    public void settle(
            ConditionSet conditions, SourceId source, long now, AlertSettings settings, Consumer<AlertChange> out) {
        AlertStep byTime = new AlertStep(source, now, AlertChange.TIME, null, out);
        for (int i = 0; i < entries.size(); i++) {
            AlertEntry entry = entries.get(i);
            AlertOrders.settle(entry, source, now, settings.flaps(), out);
            if (!entry.isOpen()) {
                continue;
            }
            if (entry.test ? now - entry.startsAt >= settings.testMs() : isKeptNoLonger(entry, now)) {
                move(entry, AlertInput.RECOVERY_LASTED, null, byTime);
            } else if (!entry.test
                    && !entry.raised
                    && entry.keptUntil == AlertView.NEVER
                    && !hasCondition(conditions, entry)) {
                move(
                        entry,
                        AlertInput.RECOVERY_LASTED,
                        null,
                        new AlertStep(source, now, AlertChange.RULE, "the rule is gone", out));
            }
        }
        entries.forget(settings.maxResolved());
    }

    /**
     * Ends the alerts that are only kept open and whose rule is gone: nothing is kept for a rule that nobody has.
     *
     * @return whether there were any
     */
    public boolean release(
            Predicate<String> isGone, SourceId source, long now, AlertSettings settings, Consumer<AlertChange> out) {
        boolean any = false;
        for (int i = 0; i < entries.size(); i++) {
            AlertEntry entry = entries.get(i);
            if (entry.keptUntil != AlertView.NEVER && !entry.raised && isGone.test(entry.rule)) {
                any |= move(
                        entry,
                        AlertInput.RECOVERY_LASTED,
                        null,
                        new AlertStep(source, now, AlertChange.RULE, "the rule is gone", out));
            }
        }
        entries.forget(settings.maxResolved());
        return any;
    }

    /** Returns when {@link #settle} has something to do next, or {@link Long#MAX_VALUE}. */
    public long nextDeadline(AlertSettings settings) {
        long next = Long.MAX_VALUE;
        for (int i = 0; i < entries.size(); i++) {
            AlertEntry entry = entries.get(i);
            next = Math.min(next, AlertOrders.nextDeadline(entry, settings.flaps()));
            if (entry.test && entry.isOpen()) {
                next = Math.min(next, entry.startsAt + settings.testMs());
            }
            if (entry.keptUntil != AlertView.NEVER) {
                next = Math.min(next, entry.keptUntil);
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
            AlertSettings settings,
            int maxTextLength,
            Consumer<AlertChange> out) {
        long fingerprint = Fingerprint.parse(order.fingerprint());
        if (order.kind() == AlertOrder.Kind.NONE || !orders.add(order.id(), now)) {
            return false;
        }
        AlertEntry entry = entries.find(fingerprint);
        AlertStep step = AlertStep.ordered(order, source, now, out);
        if (order.kind() == AlertOrder.Kind.TEST) {
            return test(entry, fingerprint, order, source, maxTextLength, step);
        }
        if (entry == null) {
            return false;
        }
        active -= entry.isActive() ? 1 : 0;
        boolean done = AlertOrders.carryOut(entry, order, step);
        active += entry.isActive() ? 1 : 0;
        entries.forget(settings.maxResolved());
        return done;
    }

    /** Returns about how many bytes of heap it takes. */
    public int approximateBytes() {
        return 96 + orders.approximateBytes() + entries.approximateBytes();
    }

    /** Writes everything. */
    public void writeTo(ByteWriter writer) {
        entries.writeTo(writer);
        orders.writeTo(writer);
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @param intern gives the instance of a label's name that is shared among sources
     * @throws CorruptStateException when the bytes are something else
     */
    public static AlertBook readFrom(ByteReader reader, UnaryOperator<String> intern) {
        AlertBook book = new AlertBook(AlertEntries.readFrom(reader, intern));
        book.orders.readFrom(reader);
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
        AlertEntry entry = entries.find(fingerprint);
        if (entry == null) {
            entry = entries.add(new AlertEntry(fingerprint, notice.rule(), null, notice.severity(), false, labels));
            entry.raised = true;
        }
        if (entry.raised && !entry.suppressed && (!entry.isOpen() || entry.phase == AlertPhase.RECOVERING)) {
            entry.title = AlertOrders.cut(notice.title(), maxTextLength);
            entry.description = AlertOrders.cut(notice.description(), maxTextLength);
            move(entry, AlertInput.CONDITION_LASTED, null, step);
        }
    }

    private void supersede(AlertEntry entry, AlertStep step) {
        if (entry.isOpen()) {
            move(entry, AlertInput.SUPERSEDED, null, step);
        }
    }

    /** Keeps an alert open whose condition has left; false when there is no reason to. */
    private boolean keep(AlertEntry entry, AlertStep step, long keepFiringMs, AlertSettings settings) {
        if (!entry.isActive() || keptUntil(entry, step.now(), keepFiringMs, settings) <= step.now()) {
            return false;
        }
        move(entry, AlertInput.CONDITION_CLEARED, null, step);
        entry.keptUntil = keptUntil(entry, step.now(), keepFiringMs, settings);
        return true;
    }

    private static long keepFiringMs(Rule rule, AlertSettings settings) {
        return rule.keepFiringMs() == Rule.AS_SET ? settings.keepFiringMs() : rule.keepFiringMs();
    }

    private static long keptUntil(AlertEntry entry, long now, long keepFiringMs, AlertSettings settings) {
        long since = entry.phase == AlertPhase.RECOVERING ? entry.recoveringSince : now;
        long until = since + keepFiringMs;
        return entry.flaps.isFlapping() ? Math.max(until, entry.flaps.stableAt(settings.flaps())) : until;
    }

    private static boolean isKeptNoLonger(AlertEntry entry, long now) {
        return entry.keptUntil != AlertView.NEVER && entry.keptUntil <= now;
    }

    private AlertEntry entryFor(LabelSet labels, Condition condition) {
        long fingerprint = Fingerprint.of(labels.toMap());
        AlertEntry known = entries.find(fingerprint);
        return known != null
                ? known
                : entries.add(new AlertEntry(
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
            entry = entries.add(new AlertEntry(fingerprint, TEST_RULE, null, order.severity(), true, labels));
        }
        entry.title = AlertOrders.cut(order.title() == null ? "Test alert" : order.title(), maxTextLength);
        entry.description = AlertOrders.cut(
                order.description() == null
                        ? "Raised on request to test the way of an alert; resolves by itself"
                        : order.description(),
                maxTextLength);
        return move(entry, AlertInput.CONDITION_LASTED, null, step);
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
}
