package io.tocsin.processor.core.pattern;

/** What kind of trouble an error text speaks of. */
public enum FailureClass {
    /** Nothing that is known. */
    OTHER,
    /** Something took too long; the network, a database or an overloaded service may be behind it. */
    TIMEOUT,
    /** The other side says that it cannot serve: 502, 503, an open circuit breaker. */
    UPSTREAM,
    /** The other side cannot be reached. */
    CONNECTIVITY,
    /** Locks, transactions, connection pools of a database. */
    DATABASE,
    /** Memory, disk, file handles, threads are used up. */
    EXHAUSTION;

    /** Number of classes. */
    public static final int COUNT = values().length;

    private static final FailureClass[] VALUES = values();

    /**
     * Returns the class with the ordinal.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static FailureClass of(int ordinal) {
        if (ordinal < 0 || ordinal >= VALUES.length) {
            throw new IllegalArgumentException("no failure class " + ordinal);
        }
        return VALUES[ordinal];
    }
}
