package io.tocsin.processor.core.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules in force, by id and by the metric that they look at. Immutable; safe for any number of threads. */
public final class RuleCatalogue {

    private final List<Rule> rules;
    private final Map<String, Rule> byId = new HashMap<>();
    private final Map<String, List<Rule>> byMetric = new HashMap<>();
    private final Map<String, List<Rule>> byFinding = new HashMap<>();
    private final Map<String, List<Rule>> aheadByMetric = new HashMap<>();
    private final List<Rule> timed = new ArrayList<>();
    private final Map<String, Integer> order = new HashMap<>();
    private final Set<String> timedMetrics = new HashSet<>();
    private final boolean looksAtLabels;

    /**
     * Makes a catalogue. {@link BuiltInRules#EVALUATION_FAILED} and {@link BuiltInRules#RULE_INVALID} are always in force:
     * what says that nothing can be said cannot be switched off.
     *
     * @throws IllegalArgumentException when two rules have the same id
     */
    public RuleCatalogue(List<Rule> rules) {
        this.rules = withFailSafe(rules);
        boolean labels = false;
        for (Rule rule : this.rules) {
            order.put(rule.id(), order.size());
            if (byId.put(rule.id(), rule) != null) {
                throw new IllegalArgumentException("two rules with the id " + rule.id());
            }
            for (String metric : rule.metrics()) {
                byMetric.computeIfAbsent(metric, each -> new ArrayList<>(1)).add(rule);
            }
            if (rule.finding() != null) {
                note(rule, rule.finding());
            }
            if (rule.kind().isTimed()) {
                timed.add(rule);
                noteMetrics(rule);
            }
            labels |= rule.selector().looksAtLabels();
        }
        looksAtLabels = labels;
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

    /** Returns the rules that look at single values of a metric, in order. */
    public List<Rule> byMetric(String metric) {
        return byMetric.getOrDefault(metric, List.of());
    }

    /** Returns the rules that are about findings of a kind, in order. */
    public List<Rule> byFinding(String kind) {
        return byFinding.getOrDefault(kind, List.of());
    }

    /** Returns the rules that have the forecast of a metric looked at, in order. */
    public List<Rule> aheadOf(String metric) {
        return aheadByMetric.getOrDefault(metric, List.of());
    }

    /** Returns the rules that are worked out as time passes, in order. */
    public List<Rule> timed() {
        return timed;
    }

    /** Returns whether a rule that is worked out as time passes looks at a metric. */
    public boolean isTimedAbout(String metric) {
        return timedMetrics.contains(metric);
    }

    /** Returns whether any rule depends on the labels of sources. */
    public boolean looksAtLabels() {
        return looksAtLabels;
    }

    /** Returns the place of a rule among the others; behind all for one that is not in the catalogue. */
    public int orderOf(Rule rule) {
        Integer place = order.get(rule.id());
        return place == null ? rules.size() : place;
    }

    private void note(Rule rule, FindingMatch finding) {
        byFinding.computeIfAbsent(finding.kind(), each -> new ArrayList<>(1)).add(rule);
        if (finding.looksAhead()) {
            for (String metric : finding.subjects()) {
                aheadByMetric
                        .computeIfAbsent(metric, each -> new ArrayList<>(1))
                        .add(rule);
            }
        }
    }

    private void noteMetrics(Rule rule) {
        List<Statistic> statistics = rule.statistic() != null
                ? List.of(rule.statistic())
                : rule.expression().statistics();
        for (Statistic statistic : statistics) {
            if (statistic.metric() != null) {
                timedMetrics.add(statistic.metric());
            }
        }
    }

    private static List<Rule> withFailSafe(List<Rule> rules) {
        List<Rule> all = new ArrayList<>(rules);
        for (Rule failSafe : List.of(BuiltInRules.EVALUATION_FAILED, BuiltInRules.RULE_INVALID)) {
            if (rules.stream().noneMatch(rule -> rule.id().equals(failSafe.id()))) {
                all.add(failSafe);
            }
        }
        return List.copyOf(all);
    }
}
