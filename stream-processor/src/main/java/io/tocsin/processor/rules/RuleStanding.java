package io.tocsin.processor.rules;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.processor.core.rule.RuleTallies;
import io.tocsin.processor.core.rule.RuleTally;
import io.tocsin.processor.core.rule.RuleVerdict;
import java.util.List;
import java.util.Locale;

/** Tells how often a rule said what in the tasks of this process, as the part that the query service adds up. Stateless. */
final class RuleStanding {

    private RuleStanding() {}

    static ObjectNode of(KnownRule rule, List<RuleTallies> tasks) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", rule.id());
        json.put("version", rule.version());
        json.put("state", rule.state());
        ObjectNode evaluations = json.putObject("evaluations");
        ObjectNode sources = json.putObject("sources");
        List<RuleTally> tallies = tasks.stream()
                .map(each -> each.find(rule.id()))
                .filter(java.util.Objects::nonNull)
                .toList();
        for (RuleVerdict verdict : RuleVerdict.values()) {
            String name = verdict.name().toLowerCase(Locale.ROOT);
            evaluations.put(
                    name,
                    tallies.stream()
                            .mapToLong(each -> each.evaluations(verdict))
                            .sum());
            sources.put(
                    name,
                    tallies.stream().mapToLong(each -> each.sources(verdict)).sum());
        }
        RuleTally.Failure latest = null;
        for (RuleTally tally : tallies) {
            RuleTally.Failure failure = tally.lastFailure();
            latest = latest == null || failure != null && failure.at() > latest.at() ? failure : latest;
        }
        ObjectNode error = latest == null ? null : json.putObject("last_error");
        if (error != null) {
            error.put("at", java.time.Instant.ofEpochMilli(latest.at()).toString());
            error.put("environment", latest.environment());
            error.put("source", latest.source());
            error.put("message", latest.message());
        } else {
            json.putNull("last_error");
        }
        return json;
    }
}
