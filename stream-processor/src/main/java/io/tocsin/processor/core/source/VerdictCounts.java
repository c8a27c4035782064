package io.tocsin.processor.core.source;

import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleVerdict;

/** Hears of what rules say of sources, so that somebody can tell at how many sources a rule says what. */
@FunctionalInterface
public interface VerdictCounts {

    /** Tells nobody. */
    VerdictCounts NONE = (rule, from, to) -> {};

    /**
     * Takes a verdict.
     *
     * @param from verdict that the rule had of the source before, or null for none
     * @param to verdict that it has now, or null when it is not bound to the source any more
     */
    void moved(Rule rule, RuleVerdict from, RuleVerdict to);
}
