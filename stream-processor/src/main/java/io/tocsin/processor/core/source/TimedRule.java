package io.tocsin.processor.core.source;

import io.tocsin.processor.core.rule.Condition;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleTally;
import io.tocsin.processor.core.rule.RuleVerdict;

/** A rule that is worked out as time passes, bound to one source. Mutable. */
final class TimedRule {

    final Rule rule;
    final RuleTally tally;
    /** Metric that its condition is about, or null. */
    final MetricSlot slot;
    /** What a statistic rule looks at, alone, or an expression's statistics in its order. */
    final BoundStatistic[] statistics;
    /** Null while the rule is kept. */
    Condition condition;
    /** Null before it was first worked out. */
    RuleVerdict verdict;

    TimedRule(Rule rule, RuleTally tally, MetricSlot slot, BoundStatistic[] statistics) {
        this.rule = rule;
        this.tally = tally;
        this.slot = slot;
        this.statistics = statistics;
    }

    /** Notes what it says now, or null when the source is not bound to it any more. */
    void say(RuleVerdict now) {
        tally.moved(verdict, now);
        verdict = now;
    }
}
