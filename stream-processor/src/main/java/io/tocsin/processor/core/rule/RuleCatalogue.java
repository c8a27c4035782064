package io.tocsin.processor.core.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules in force, by id and by the metric that they look at. Immutable; safe for any number of threads. */
public final class RuleCatalogue {

    private final List<Rule> rules;
    private final Map<String, Rule> byId = new HashMap<>();
    private final Map<String, Rule> byMetric = new HashMap<>();
    private final Map<String, Integer> order = new HashMap<>();

    /**
     * Makes a catalogue. {@link BuiltInRules#EVALUATION_FAILED} is always in force: what says that nothing can be said
     * cannot be switched off.
     *
     * @throws IllegalArgumentException when two rules have the same id or look at the same metric
     */
    public RuleCatalogue(List<Rule> rules) {
        this.rules = withFailSafe(rules);
        for (Rule rule : this.rules) {
            order.put(rule.id(), order.size());
            if (byId.put(rule.id(), rule) != null) {
                throw new IllegalArgumentException("two rules with the id " + rule.id());
            }
            for (String metric : rule.metrics()) {
                Rule other = byMetric.put(metric, rule);
                if (other != null) {
                    throw new IllegalArgumentException(other.id() + " and " + rule.id() + " both look at " + metric);
                }
            }
        }
    }

    /** Returns the catalogue of {@link BuiltInRules}. */
    public static RuleCatalogue builtIn() {
        return new RuleCatalogue(BuiltInRules.ALL);
    }

    /** Returns the rules in order. */
    public List<Rule> rules() {
        return rules;
    }

    /** Returns the rule with the id, or null. */
    public Rule byId(String id) {
        return byId.get(id);
    }

    /** Returns the rule that looks at single values of a metric, or null. */
    public Rule byMetric(String metric) {
        return byMetric.get(metric);
    }

    /** Returns the place of a rule among the others; behind all for one that is not in the catalogue. */
    public int orderOf(Rule rule) {
        Integer place = order.get(rule.id());
        return place == null ? rules.size() : place;
    }

    private static List<Rule> withFailSafe(List<Rule> rules) {
        Rule failSafe = BuiltInRules.EVALUATION_FAILED;
        if (rules.stream().anyMatch(rule -> rule.id().equals(failSafe.id()))) {
            return List.copyOf(rules);
        }
        List<Rule> all = new ArrayList<>(rules);
        all.add(failSafe);
        return List.copyOf(all);
    }
}
