package io.tocsin.processor.topology.state;

/**
 * How long alerts and their history are kept. Immutable; milliseconds of stream time.
 *
 * @param resolvedMs how long a resolved alert can be asked for
 * @param historyPerPartition steps of all alerts of a task together; the earliest go first
 * @param historyMs age at which steps go
 */
public record AlertRetention(long resolvedMs, long historyPerPartition, long historyMs) {

    public AlertRetention {
        if (resolvedMs < 1 || historyPerPartition < 1 || historyMs < 1) {
            throw new IllegalArgumentException("keeping resolved alerts for " + resolvedMs + " ms, "
                    + historyPerPartition + " steps for " + historyMs + " ms");
        }
    }
}
