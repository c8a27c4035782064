package io.tocsin.processor.topology.state;

/**
 * How many findings are kept. Immutable.
 *
 * @param perPartition findings of all sources of a task together; the ones that began earliest go first
 * @param ageMs age at which they go, from their beginning on, milliseconds of stream time
 */
public record FindingRetention(long perPartition, long ageMs) {

    public FindingRetention {
        if (perPartition < 1 || ageMs < 1) {
            throw new IllegalArgumentException("keeping " + perPartition + " findings for " + ageMs + " ms");
        }
    }
}
