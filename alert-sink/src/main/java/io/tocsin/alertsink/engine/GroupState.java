package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.routing.LabelSet;
import java.time.Instant;
import java.util.Optional;

/**
 * What is kept of a group. Its members are not: an alert is in the groups of its routes unless it was over when they were
 * flushed last. Immutable.
 *
 * @param route identity of its route
 * @param labels its labels
 * @param number its number, by which groups that are due at the same moment are ordered
 * @param due when it is flushed next
 * @param flushed whether it was flushed before
 * @param flushedIn step of the engine in which it was flushed last
 * @param emptySince since when it has no members
 */
public record GroupState(
        String route,
        LabelSet labels,
        long number,
        Instant due,
        boolean flushed,
        long flushedIn,
        Optional<Instant> emptySince) {}
