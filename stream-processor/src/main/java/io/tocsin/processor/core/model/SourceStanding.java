package io.tocsin.processor.core.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where a source stands now. Times are stream time in epoch milliseconds. Immutable; labels are sorted by name.
 *
 * @param id identity
 * @param labels latest labels
 * @param status band of the score
 * @param severityScore severity in [0,1]
 * @param decision latest decision
 * @param reasons why, greatest contribution first
 * @param firstSeen first record
 * @param lastSeen latest record
 * @param changedAt latest change of status
 * @param eventCount events counted so far, each id once
 * @param logCount log lines counted so far, each id once
 */
public record SourceStanding(
        SourceId id,
        Map<String, String> labels,
        Health status,
        double severityScore,
        Decision decision,
        List<Reason> reasons,
        long firstSeen,
        long lastSeen,
        long changedAt,
        long eventCount,
        long logCount) {

    public SourceStanding {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(decision, "decision");
        reasons = List.copyOf(reasons);
    }
}
