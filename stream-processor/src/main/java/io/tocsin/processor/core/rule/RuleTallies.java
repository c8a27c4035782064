package io.tocsin.processor.core.rule;

import java.util.HashMap;
import java.util.Map;

/** The tallies of the rules of one task, by rule. A rule that was changed begins anew. Thread-safe. */
public final class RuleTallies {

    /** Replaced as a whole: rules come and go seldom, and readers must not wait. */
    private volatile Map<String, RuleTally> byRule = Map.of();

    /** Returns the tally of a rule, which begins if there is none of this version. */
    public RuleTally of(Rule rule) {
        RuleTally known = byRule.get(rule.id());
        return known != null && known.revision() == rule.revision() ? known : begin(rule);
    }

    /** Returns the tally of the rule with an id, or null. */
    public RuleTally find(String id) {
        return byRule.get(id);
    }

    /** Forgets rules that are not in force any more. */
    public synchronized void keepOnly(RuleCatalogue catalogue) {
        Map<String, RuleTally> kept = new HashMap<>(byRule);
        kept.keySet().removeIf(id -> catalogue.byId(id) == null);
        byRule = kept;
    }

    /** Says that no source is in memory, as when a task begins anew. */
    public void forgetSources() {
        byRule.values().forEach(RuleTally::forgetSources);
    }

    private synchronized RuleTally begin(Rule rule) {
        RuleTally begun = new RuleTally(rule.revision());
        Map<String, RuleTally> more = new HashMap<>(byRule);
        more.put(rule.id(), begun);
        byRule = more;
        return begun;
    }
}
