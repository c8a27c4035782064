package io.tocsin.processor.core.source;

import io.tocsin.processor.core.rule.BuiltInRules;
import io.tocsin.processor.core.rule.Condition;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleTally;
import io.tocsin.processor.core.rule.RuleVerdict;

/**
 * Works out the rules about windows of a source when that is due: soon after a record, once a second while records come,
 * and when something leaves a window. Works on the source that its {@link ConditionKeeper} turned to; not thread-safe.
 */
final class TimedJudge {

    /** Verdicts are as of a multiple of this, so that they do not depend on who came first in a millisecond. */
    private static final long GRID_MS = 250;

    private final ConditionKeeper keeper;
    private final Judge judge;
    private final double clearFactor;

    TimedJudge(ConditionKeeper keeper, Judge judge) {
        this.keeper = keeper;
        this.judge = judge;
        clearFactor = keeper.holds().clearFactor();
    }

    /** Works the rules out if that is due. */
    void settle() {
        SourceState s = keeper.source();
        TimedRules timed = s.timed;
        if (timed == null || keeper.now() < timed.nextAt()) {
            return;
        }
        timed.prepare(keeper.now() - Math.floorMod(keeper.now(), GRID_MS), s.buckets);
        for (TimedRule bound : timed.rules()) {
            RuleVerdict verdict =
                    bound.rule.kind() == Rule.Kind.STATISTIC ? ofStatistic(bound) : ofExpression(s, bound);
            bound.tally.count(verdict);
            bound.say(verdict);
        }
        s.deadlineStale = true;
    }

    /** Returns when {@link #settle} must be called next. */
    long nextDeadline() {
        TimedRules timed = keeper.source().timed;
        return timed == null ? Long.MAX_VALUE : timed.nextAt();
    }

    private RuleVerdict ofStatistic(TimedRule bound) {
        BoundStatistic statistic = bound.statistics[0];
        double value = statistic.value();
        long samples = statistic.samples();
        if (Double.isNaN(value) || samples < bound.rule.minimumSamples()) {
            nothing(bound);
            return RuleVerdict.NO_DATA;
        }
        see(bound, value, value, samples);
        return bound.rule.levelOf(value) >= 0 ? RuleVerdict.BREACH : RuleVerdict.OK;
    }

    private RuleVerdict ofExpression(SourceState s, TimedRule bound) {
        RuleVerdict verdict;
        try {
            verdict = bound.rule.expression().evaluate(index -> bound.statistics[index].value(), s.id, s.labels);
        } catch (RuntimeException e) {
            bound.tally.failed(new RuleTally.Failure(
                    keeper.now(), s.id.name(), s.id.environment(), String.valueOf(e.getMessage())));
            judge.report(BuiltInRules.RULE_INVALID.id(), "rule " + bound.rule.id() + ": " + e.getMessage());
            return RuleVerdict.INVALID;
        }
        if (verdict == RuleVerdict.NO_DATA) {
            nothing(bound);
        } else {
            see(bound, verdict == RuleVerdict.BREACH ? 1 : 0, Double.NaN, bound.statistics.length);
        }
        return verdict;
    }

    private void see(TimedRule bound, double value, double shown, long samples) {
        Condition condition = bound.condition;
        if (condition != null) {
            keeper.observed(condition, condition.observe(value, shown, Double.NaN, samples, clearFactor, keeper.now()));
        } else if (bound.rule.levelOf(value) >= 0 && keeper.hasRoom()) {
            bound.condition = Condition.ofValue(
                    bound.rule,
                    bound.slot == null ? null : bound.slot.name,
                    bound.slot == null ? Condition.NO_METRIC : bound.slot.ordinal,
                    value,
                    shown,
                    Double.NaN,
                    samples,
                    keeper.now());
            keeper.enter(bound.condition);
        }
    }

    private void nothing(TimedRule bound) {
        if (bound.condition != null) {
            keeper.observed(bound.condition, bound.condition.observeNothing(keeper.now()));
        }
    }
}
