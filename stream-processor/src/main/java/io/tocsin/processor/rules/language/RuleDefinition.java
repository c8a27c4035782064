package io.tocsin.processor.rules.language;

import io.tocsin.processor.core.rule.Aggregation;
import io.tocsin.processor.core.rule.Comparison;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleLevel;
import java.util.List;
import java.util.Map;

/**
 * A rule as people write it, checked. Immutable.
 *
 * @param id identity
 * @param title one line for a person
 * @param description more for a person, or empty
 * @param enabled whether it is in force
 * @param check what it looks at; own rules are of THRESHOLD, STATISTIC, EXPRESSION or EPISODE
 * @param metrics the metric, or several for a rule about single values; empty for all else
 * @param aggregation what is made of the samples, or null
 * @param windowMs window in milliseconds; 0 for rules without one
 * @param comparison how values are held against the limits
 * @param levels one or two steps
 * @param expression text in CEL, or null
 * @param finding kind of finding that an episode is about, or null
 * @param detectors what must have found it; empty for anything
 * @param horizonMs how far ahead the limit of a forecast may lie; 0 for all else
 * @param forMs how long it must be broken before an alert fires, in milliseconds
 * @param keepFiringMs how long its alerts stay open at least when it is kept again, in milliseconds; {@link Rule#AS_SET} for
 *     what holds for all rules
 * @param minimumSamples samples without which there is no verdict
 * @param unit unit behind numbers
 * @param scale factor from a value to the number that is shown
 * @param selector which sources
 * @param labels labels of its alerts
 * @param suggestions what a person could look at
 */
public record RuleDefinition(
        String id,
        String title,
        String description,
        boolean enabled,
        Rule.Kind check,
        List<String> metrics,
        Aggregation aggregation,
        long windowMs,
        Comparison comparison,
        List<RuleLevel> levels,
        String expression,
        String finding,
        List<String> detectors,
        long horizonMs,
        long forMs,
        long keepFiringMs,
        int minimumSamples,
        String unit,
        double scale,
        SelectorText selector,
        Map<String, String> labels,
        List<String> suggestions) {

    /**
     * Patterns as they were written: a glob, or a regular expression behind {@code ~}.
     *
     * @param tenants patterns of tenants
     * @param environments patterns of environments
     * @param sources patterns of names
     * @param labels patterns of values by label
     */
    public record SelectorText(
            List<String> tenants, List<String> environments, List<String> sources, Map<String, List<String>> labels) {

        /** Every source. */
        public static final SelectorText ALL = new SelectorText(List.of(), List.of(), List.of(), Map.of());
    }

    /** Returns the definition switched on or off. */
    public RuleDefinition enabled(boolean on) {
        return new RuleDefinition(
                id,
                title,
                description,
                on,
                check,
                metrics,
                aggregation,
                windowMs,
                comparison,
                levels,
                expression,
                finding,
                detectors,
                horizonMs,
                forMs,
                keepFiringMs,
                minimumSamples,
                unit,
                scale,
                selector,
                labels,
                suggestions);
    }
}
