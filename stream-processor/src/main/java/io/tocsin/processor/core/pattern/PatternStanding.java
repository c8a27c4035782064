package io.tocsin.processor.core.pattern;

import java.util.List;

/**
 * How near a pattern is to holding. Immutable.
 *
 * @param kind pattern
 * @param active whether it holds now
 * @param progress how much of what it needs there is, in [0,1]: that of the criterion which lacks most
 * @param criteria what it needs and how much of it there is in the group of sources that is nearest; empty when nothing
 *     points to the pattern
 */
public record PatternStanding(PatternKind kind, boolean active, double progress, List<Criterion> criteria) {

    public PatternStanding {
        criteria = List.copyOf(criteria);
    }
}
