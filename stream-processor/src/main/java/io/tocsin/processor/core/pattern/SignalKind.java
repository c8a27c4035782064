package io.tocsin.processor.core.pattern;

/** What may be wrong at one source, seen on its own. */
public enum SignalKind {
    /** Its operations fail. Strength: share of failures. */
    FAILING,
    /** Its calls to one target fail; the target is the subject. Strength: share of failures. */
    FAILING_CALLS,
    /** It takes longer than it used to. Strength: times its usual. */
    SLOW,
    /** Its calls to one target take longer than they used to; the target is the subject. Strength: times the usual. */
    SLOW_CALLS,
    /** Others cannot be reached, say its logs; the subject is the one that they name, if any. Strength: lines a minute. */
    UNREACHABLE,
    /** Its logs or errors speak of locks, slow queries, full connection pools. Strength: lines a minute. */
    DATABASE,
    /** A metric of locks, queries or connections rises; the metric is the subject. Strength: times its usual. */
    DATABASE_METRIC,
    /** A resource is nearly used up; the metric is the subject. Strength: percent. */
    RESOURCE,
    /** Its logs or errors say that a resource is used up. Strength: lines a minute. */
    EXHAUSTED,
    /** Its heartbeats come late or not at all. Strength: longest gap lately over the promised interval. */
    HEARTBEAT,
    /** It logs far more errors than it used to. Strength: error lines a minute. */
    ERROR_LOGS;

    private static final SignalKind[] VALUES = values();

    /** Number of kinds. */
    public static final int COUNT = VALUES.length;

    /**
     * Returns the kind with the ordinal.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static SignalKind of(int ordinal) {
        if (ordinal < 0 || ordinal >= VALUES.length) {
            throw new IllegalArgumentException("no signal kind " + ordinal);
        }
        return VALUES[ordinal];
    }
}
