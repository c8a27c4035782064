package io.tocsin.processor.core.source;

import io.tocsin.processor.core.rule.Condition;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleTally;

/** A rule about single values of a metric of one source, and its condition while it is broken. Mutable. */
final class Watch {

    final Rule rule;
    final RuleTally tally;
    /** Null while the rule is kept. */
    Condition condition;

    Watch(Rule rule, RuleTally tally) {
        this.rule = rule;
        this.tally = tally;
    }
}
