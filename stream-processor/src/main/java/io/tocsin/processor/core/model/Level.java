package io.tocsin.processor.core.model;

/** Level of a log line, lowest first. */
public enum Level {
    /** None was sent, or none that is known; counted as such, never guessed. */
    UNKNOWN,
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL;

    private static final Level[] VALUES = values();

    /** Number of levels. */
    public static final int COUNT = VALUES.length;

    /**
     * Returns the level with the ordinal.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Level of(int ordinal) {
        if (ordinal < 0 || ordinal >= VALUES.length) {
            throw new IllegalArgumentException("no log level " + ordinal);
        }
        return VALUES[ordinal];
    }

    /** Returns whether a line of this level counts as an error: ERROR and FATAL do. */
    public boolean isError() {
        return this == ERROR || this == FATAL;
    }
}
