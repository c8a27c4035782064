package io.tocsin.processor.topology.state;

/**
 * How many incidents are kept. Immutable.
 *
 * @param perPartition incidents of all environments of one partition at most, above 0
 * @param ageMs age from the opening on at which one that is over goes, milliseconds of stream time, above 0
 */
public record IncidentRetention(long perPartition, long ageMs) {

    public IncidentRetention {
        if (perPartition < 1 || ageMs < 1) {
            throw new IllegalArgumentException("incidents: " + perPartition + " for " + ageMs + " ms");
        }
    }
}
