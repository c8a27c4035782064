package io.tocsin.processor.topology.records;

import io.tocsin.processor.core.environment.EnvironmentFold;
import io.tocsin.processor.core.pattern.Criterion;
import io.tocsin.processor.core.pattern.PatternView;
import io.tocsin.schemas.EnvironmentPatterns;
import io.tocsin.schemas.FailurePattern;
import io.tocsin.schemas.PatternCriterion;
import io.tocsin.schemas.PatternStanding;
import java.util.ArrayList;
import java.util.List;

/** Turns what the core says of failure patterns into records. Stateless. */
public final class PatternRecords {

    private PatternRecords() {}

    /** Returns the record of a pattern. */
    public static FailurePattern pattern(PatternView view) {
        return new FailurePattern(
                view.id(),
                view.tenant(),
                view.environment(),
                view.kind().id(),
                view.active(),
                view.confidence(),
                view.origin(),
                view.sources(),
                view.eventCount(),
                view.onset(),
                view.startedAt(),
                view.lastSeen(),
                Numbers.timeOrNull(view.endedAt()),
                view.evidence(),
                criteria(view.criteria()));
    }

    /** Returns the record of all patterns of an environment. */
    public static EnvironmentPatterns patterns(String tenant, String environment, long at, EnvironmentFold fold) {
        List<FailurePattern> patterns = new ArrayList<>();
        fold.patterns().forEach(view -> patterns.add(pattern(view)));
        fold.endedPatterns().forEach(view -> patterns.add(pattern(view)));
        List<PatternStanding> standings = new ArrayList<>();
        fold.standings()
                .forEach(standing -> standings.add(new PatternStanding(
                        standing.kind().id(), standing.active(), standing.progress(), criteria(standing.criteria()))));
        return new EnvironmentPatterns(tenant, environment, at, patterns, standings);
    }

    private static List<PatternCriterion> criteria(List<Criterion> criteria) {
        List<PatternCriterion> records = new ArrayList<>(criteria.size());
        criteria.forEach(each -> records.add(new PatternCriterion(each.name(), each.value(), each.threshold())));
        return records;
    }
}
