package io.tocsin.processor.core.model;

/** Band of a severity score, best first. */
public enum Health {
    /** Nothing is known yet. */
    UNKNOWN,
    /** Below the warning limit. */
    NORMAL,
    /** From the warning limit on, below the critical one. */
    WARNING,
    /** From the critical limit on. */
    CRITICAL;

    private static final Health[] VALUES = values();

    /** Number of bands. */
    public static final int COUNT = VALUES.length;

    /**
     * Returns the band with the ordinal.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Health of(int ordinal) {
        if (ordinal < 0 || ordinal >= VALUES.length) {
            throw new IllegalArgumentException("no health band " + ordinal);
        }
        return VALUES[ordinal];
    }
}
