package io.tocsin.processor.core.pattern;

import java.util.List;
import java.util.Objects;

/**
 * What a detector thinks of one group of sources. Immutable.
 *
 * @param kind pattern
 * @param origin source from which it likely comes
 * @param sources sources that are involved, in the order in which trouble began; the origin may be one that reports nothing
 * @param doubtful whether the origin may turn out to be another one within seconds
 * @param events failures, lines, late beats that it rests on
 * @param onset when the first trouble began: stream time in epoch milliseconds
 * @param confidence how sure it is if all criteria are met, in [0,1]
 * @param criteria what it needs; the pattern holds when all are met
 * @param evidence what was seen, in words
 */
public record Assessment(
        PatternKind kind,
        String origin,
        List<String> sources,
        boolean doubtful,
        long events,
        long onset,
        double confidence,
        List<Criterion> criteria,
        List<String> evidence) {

    public Assessment {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(origin, "origin");
        sources = List.copyOf(sources);
        criteria = List.copyOf(criteria);
        evidence = List.copyOf(evidence);
    }

    /** Makes one whose origin is not in doubt. */
    Assessment(
            PatternKind kind,
            String origin,
            List<String> sources,
            long events,
            long onset,
            double confidence,
            List<Criterion> criteria,
            List<String> evidence) {
        this(kind, origin, sources, false, events, onset, confidence, criteria, evidence);
    }

    /** Returns whether the pattern holds. */
    public boolean holds() {
        return criteria.stream().allMatch(Criterion::isMet);
    }

    /** Returns how near the pattern is to holding, in [0,1]: that of the criterion which lacks most. */
    public double progress() {
        double least = 1;
        for (Criterion criterion : criteria) {
            least = Math.min(least, criterion.progress());
        }
        return least;
    }
}
