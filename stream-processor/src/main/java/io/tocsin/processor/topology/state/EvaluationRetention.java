package io.tocsin.processor.topology.state;

/**
 * How much of the evaluation log is kept.
 *
 * @param perSource entries of one source at most, at least 1
 * @param perPartition entries of one partition at most, at least 1
 * @param ageMs age in milliseconds of stream time from which on an entry goes, greater than 0
 */
public record EvaluationRetention(int perSource, int perPartition, long ageMs) {

    public EvaluationRetention {
        if (perSource < 1 || perPartition < 1 || ageMs < 1) {
            throw new IllegalArgumentException("evaluation retention must be positive: perSource " + perSource
                    + ", perPartition " + perPartition + ", ageMs " + ageMs);
        }
    }
}
