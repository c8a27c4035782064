package io.tocsin.processor.iq;

import io.tocsin.schemas.PartitionRole;
import java.util.Map;

/**
 * Which partitions of the two folds are on this instance, and as what. Immutable.
 *
 * @param state state of the Streams client
 * @param sources role by partition of the source fold
 * @param scopes role by partition of the scope fold
 * @param lags records behind, by store and partition; a store that is not in it has an unknown lag
 */
public record Placement(
        String state,
        Map<Integer, PartitionRole> sources,
        Map<Integer, PartitionRole> scopes,
        Map<String, Map<Integer, Long>> lags) {

    public Placement {
        sources = Map.copyOf(sources);
        scopes = Map.copyOf(scopes);
        lags = Map.copyOf(lags);
    }

    /** Returns the lag of a store's partition, or null when it is not known. */
    Long lag(String store, int partition) {
        return lags.getOrDefault(store, Map.of()).get(partition);
    }
}
