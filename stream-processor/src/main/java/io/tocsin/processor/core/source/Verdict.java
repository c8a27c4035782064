package io.tocsin.processor.core.source;

import io.tocsin.processor.core.model.Decision;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.Reason;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.rule.Condition;
import io.tocsin.processor.core.rule.ConditionSet;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.severity.DecisionTable;
import io.tocsin.processor.core.severity.SeverityScale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How a source is judged: score, band, decision, and which condition contributes what. Made anew when the conditions or
 * their severities change, so that an event without news costs nothing. Its numbers are fixed; the texts of the reasons
 * are those of the conditions at the time of asking.
 */
final class Verdict {

    /** Of a source of which nothing has come yet. */
    static final Verdict UNKNOWN = new Verdict(Health.UNKNOWN, 0, Decision.CONTINUE, new Condition[0], new double[0]);

    /** Of a source of which nothing bad is known. */
    static final Verdict WELL = new Verdict(Health.NORMAL, 0, Decision.CONTINUE, new Condition[0], new double[0]);

    private final Health status;
    private final double score;
    private final Decision decision;
    private final Condition[] ranked;
    private final double[] contributions;

    private Verdict(Health status, double score, Decision decision, Condition[] ranked, double[] contributions) {
        this.status = status;
        this.score = score;
        this.decision = decision;
        this.ranked = ranked;
        this.contributions = contributions;
    }

    /** Judges conditions. The order of equally severe ones is that of the catalogue, then of the metrics. */
    static Verdict of(ConditionSet conditions, SeverityScale scale, RuleCatalogue catalogue) {
        int count = conditions.size();
        if (count == 0) {
            return WELL;
        }
        Condition[] ranked = new Condition[count];
        for (int i = 0; i < count; i++) {
            ranked[i] = conditions.get(i);
        }
        Arrays.sort(
                ranked,
                Comparator.comparing(Condition::severity)
                        .reversed()
                        .thenComparingInt(condition -> catalogue.orderOf(condition.rule()))
                        .thenComparingInt(Condition::ordinal));
        Severity[] severities = new Severity[count];
        Decision advice = Decision.CONTINUE;
        for (int i = 0; i < count; i++) {
            severities[i] = ranked[i].severity();
            if (Rule.alerts(severities[i])) {
                advice = advice.or(ranked[i].advice());
            }
        }
        double[] contributions = new double[count];
        double score = scale.score(severities, contributions, count);
        Health status = scale.band(score);
        Decision decision = DecisionTable.decide(status, score, advice, severities[0]);
        return new Verdict(status, score, decision, ranked, contributions);
    }

    Health status() {
        return status;
    }

    double score() {
        return score;
    }

    Decision decision() {
        return decision;
    }

    List<Reason> reasons() {
        List<Reason> reasons = new ArrayList<>(ranked.length);
        for (int i = 0; i < ranked.length; i++) {
            Condition condition = ranked[i];
            reasons.add(new Reason(
                    condition.rule().id(),
                    condition.severity(),
                    contributions[i],
                    condition.text(),
                    condition.metric(),
                    condition.observed(),
                    condition.expected(),
                    condition.since(),
                    condition.samples()));
        }
        return reasons;
    }

    /** Returns what a person could look at: the suggestions of the rules, each once, greatest contribution first. */
    List<String> suggestions() {
        List<String> suggestions = new ArrayList<>();
        for (Condition condition : ranked) {
            for (String suggestion : condition.rule().suggestions()) {
                if (!suggestions.contains(suggestion)) {
                    suggestions.add(suggestion);
                }
            }
        }
        return suggestions;
    }
}
