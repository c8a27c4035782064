package io.tocsin.processor.iq;

/** Why a partition does not answer, by the names of the query RPC. */
enum PartitionError {
    /** The partition is not on this instance. */
    NOT_HERE,
    /** Its state is being restored. */
    RESTORING,
    /** Its state does not include the position that was asked for, and did not within the deadline. */
    BEHIND,
    /** The answer was not ready within the deadline. */
    TIMEOUT,
    /** Something went wrong; the log says what. */
    FAILED
}
