package io.tocsin.processor.core.source;

import io.tocsin.processor.core.alert.AlertBook;
import io.tocsin.processor.core.alert.AlertSettings;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.AlertJoin;
import io.tocsin.processor.core.model.AlertNotice;
import io.tocsin.processor.core.model.AlertOrder;
import io.tocsin.processor.core.rule.Condition;
import io.tocsin.processor.core.rule.Holds;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.rule.RuleTallies;
import io.tocsin.processor.core.rule.RuleVerdict;
import java.util.function.Consumer;

/**
 * Begins and ends the conditions of a source and keeps its alerts in line with them. Works on one source at a time, from
 * {@link #begin} on; not thread-safe.
 */
final class ConditionKeeper {

    /** Conditions of one source, below what its codec takes: a thousand rules over hundreds of metrics may all be broken. */
    private static final int MOST_CONDITIONS = 3_000;

    private final Holds holds;
    private final AlertSettings alerts;
    private final int maxTextLength;

    private final RuleTallies tallies;

    private SourceState s;
    private long now;
    private String actor;
    private Conclusions out;
    private final Consumer<AlertChange> alertsOut = change -> out.alertChange(change);
    private boolean changed;
    private boolean released;

    ConditionKeeper(SourceFoldSettings settings, RuleTallies tallies) {
        this.tallies = tallies;
        holds = settings.severity().holds();
        alerts = settings.alerts();
        maxTextLength = settings.limits().maxTextLength();
    }

    /** Turns to a source; what follows is caused by time until {@link #recordActs}. */
    void begin(SourceState source, long streamTime, Conclusions conclusions) {
        s = source;
        now = streamTime;
        out = conclusions;
        changed = false;
        released = false;
        actor = AlertChange.TIME;
    }

    /** Says that what follows is caused by a record. */
    void recordActs() {
        actor = AlertChange.RULE;
    }

    /** Returns whether the set of conditions or a severity changed since the beginning. */
    boolean changed() {
        return changed;
    }

    /** Returns whether alerts that were kept open ended with their rule since the beginning. */
    boolean released() {
        return released;
    }

    SourceState source() {
        return s;
    }

    long now() {
        return now;
    }

    Conclusions out() {
        return out;
    }

    Holds holds() {
        return holds;
    }

    /** Returns the condition of a rule that is about no metric, or null. */
    Condition find(Rule rule) {
        return s.conditions.size() == 0 ? null : s.conditions.find(rule, Condition.NO_METRIC);
    }

    /** Returns whether a source may have a further condition of a rule that people made; those that are there count first. */
    boolean hasRoom() {
        return s.conditions.size() < MOST_CONDITIONS;
    }

    /** Takes a new condition in. */
    void enter(Condition condition) {
        Rule.Kind kind = condition.rule().kind();
        if (kind == Rule.Kind.SILENCE || kind == Rule.Kind.EPISODE) {
            // Nobody works them out again and again: what is counted is that it happened.
            tallies.of(condition.rule()).count(RuleVerdict.BREACH);
        }
        s.conditions.add(condition);
        if (condition.ordinal() != Condition.NO_METRIC) {
            s.metrics.get(condition.ordinal()).conditions++;
        }
        changed = true;
        s.sizeStale = true;
        follow(condition);
    }

    /** Acts on what a further value did to a condition. */
    void observed(Condition condition, Condition.Observed what) {
        if (what != Condition.Observed.SAME) {
            changed |= what == Condition.Observed.ROSE;
            follow(condition);
        }
    }

    /** Brings the alert of a condition in line with it. */
    void follow(Condition condition) {
        s.deadlineStale = true;
        if (s.alerts == null) {
            if (!Rule.alerts(condition.severity())) {
                return;
            }
            s.alerts = new AlertBook();
            s.sizeStale = true;
        }
        s.alerts.follow(condition, condition.isClearing(holds, now), s.id, s.labels, now, actor, alerts, alertsOut);
    }

    /** Returns whether a rule is about the source. */
    boolean isAbout(Rule rule) {
        return rule.selector().matches(s.id, s.labels);
    }

    /** Goes on with a condition whose rule was changed. */
    void adopted(Condition condition) {
        changed = true;
        follow(condition);
    }

    /** Ends a condition. */
    void leave(Condition condition) {
        leave(condition, null);
    }

    /**
     * Ends a condition.
     *
     * @param why what ended it when that was not time, or null
     */
    void leave(Condition condition, String why) {
        int index = 0;
        while (s.conditions.get(index) != condition) {
            index++;
        }
        s.conditions.remove(index);
        if (condition.ordinal() != Condition.NO_METRIC) {
            MetricSlot slot = s.metrics.get(condition.ordinal());
            slot.conditions--;
            for (Watch watch : slot.watches) {
                watch.condition = watch.condition == condition ? null : watch.condition;
            }
            slot.noteHeld();
            slot.anomaly = slot.anomaly == condition ? null : slot.anomaly;
        }
        if (s.timed != null) {
            for (TimedRule timed : s.timed.rules()) {
                timed.condition = timed.condition == condition ? null : timed.condition;
            }
        }
        changed = true;
        s.deadlineStale = true;
        s.sizeStale = true;
        if (s.alerts != null) {
            s.alerts.leave(condition, why, s.id, now, alerts, alertsOut);
        }
    }

    /** Ends the hold times that are over, what alerts wait for, and what is left of rules that are gone. */
    void settle() {
        for (int i = 0; i < s.conditions.size(); ) {
            Condition condition = s.conditions.get(i);
            Condition.Settled settled = condition.settle(holds, now);
            if (settled == Condition.Settled.LEFT) {
                leave(condition);
            } else {
                changed |= settled == Condition.Settled.LOWERED;
                follow(condition);
                i++;
            }
        }
        changed |= s.rulesGone;
        s.rulesGone = false;
        if (s.alerts != null) {
            s.alerts.settle(s.conditions, s.id, now, alerts, alertsOut);
        }
        s.deadlineStale = true;
    }

    /** Carries out an order; returns whether it did something. */
    boolean order(AlertOrder order) {
        if (s.alerts == null) {
            s.alerts = new AlertBook();
        }
        s.deadlineStale = true;
        s.sizeStale = true;
        return s.alerts.order(order, s.id, now, alerts, maxTextLength, alertsOut);
    }

    /** Ends the alerts that are kept open for rules that are not in a catalogue any more. */
    void release(RuleCatalogue catalogue) {
        if (s.alerts != null) {
            boolean any = s.alerts.release(rule -> catalogue.byId(rule) == null, s.id, now, alerts, alertsOut);
            released |= any;
            s.deadlineStale |= any;
        }
    }

    /** Takes word of the incident that an alert belongs to. */
    boolean join(AlertJoin join) {
        if (s.alerts == null) {
            return false;
        }
        s.sizeStale = true;
        return s.alerts.join(join, s.id, now, alertsOut);
    }

    /** Takes word of a condition that something else watches. */
    boolean notice(AlertNotice notice) {
        if (s.alerts == null) {
            s.alerts = new AlertBook();
        }
        s.deadlineStale = true;
        s.sizeStale = true;
        return s.alerts.notice(notice, s.id, s.labels, now, alerts, maxTextLength, alertsOut);
    }

    /** Returns when {@link #settle} must be called next. */
    long nextDeadline() {
        long next = s.alerts == null ? Long.MAX_VALUE : s.alerts.nextDeadline(alerts);
        for (int i = 0; i < s.conditions.size(); i++) {
            next = Math.min(next, s.conditions.get(i).nextDeadline(holds, now));
        }
        return next;
    }
}
