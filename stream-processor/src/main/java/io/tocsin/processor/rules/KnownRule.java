package io.tocsin.processor.rules;

import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.rules.language.RuleDefinition;
import io.tocsin.processor.rules.language.RuleProblem;
import java.util.List;

/**
 * A version of a rule that a processor knows. Immutable.
 *
 * @param id identity
 * @param definition the rule, or null when what is stored cannot be read
 * @param compiled the same, compiled; null when there are problems
 * @param problems why it is not in force although it should be; empty mostly
 * @param origin {@code built-in}, {@code file} or {@code api}
 * @param version number of the version; 0 for one that was never changed at run time
 * @param change identity of the change; empty for version 0
 * @param createdAt when version 1 was made: epoch milliseconds; 0 for version 0
 * @param updatedAt when this version was made; as before
 * @param actor who made it; empty for version 0
 */
record KnownRule(
        String id,
        RuleDefinition definition,
        Rule compiled,
        List<RuleProblem> problems,
        String origin,
        int version,
        String change,
        long createdAt,
        long updatedAt,
        String actor) {

    /** Returns the entity tag, quotes included. */
    String etag() {
        return "\"" + version + (change.isEmpty() ? "" : "-" + change) + "\"";
    }

    /** Returns whether it runs, in a word. */
    String state() {
        return !problems.isEmpty() ? "invalid" : isInForce() ? "in_force" : "disabled";
    }

    boolean isInForce() {
        return compiled != null && definition.enabled();
    }
}
