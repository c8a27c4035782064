package io.tocsin.query.routing;

import io.tocsin.schemas.PartitionRole;
import java.util.Objects;

/**
 * An instance that says it can answer for one partition of a view. Immutable.
 *
 * @param instance the instance
 * @param role what it is for the partition, {@code ACTIVE} or {@code STANDBY}
 * @param lag records behind the furthest state that any instance has shown; null when not known, 0 for an active
 * @param suspect whether its latest inventory could not be fetched, so that what is known of it is old
 */
public record Candidate(Instance instance, PartitionRole role, Long lag, boolean suspect) {

    public Candidate {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(role, "role");
    }

    /**
     * Returns whether it may be asked: an active always, a standby only when it is known to be at most so far behind. An
     * unknown lag is not a small one.
     *
     * @param maxStandbyLag greatest lag in records
     */
    public boolean eligible(long maxStandbyLag) {
        return role == PartitionRole.ACTIVE || (lag != null && lag <= maxStandbyLag);
    }
}
