package io.tocsin.processor.core.model;

/** Severity of a rule, of a reason and of an alert, lowest first. */
public enum Severity {
    /** Worth knowing; raises no alert and cannot leave the NORMAL band on its own. */
    INFO,
    /** Someone should look. */
    WARNING,
    /** Someone must look now. */
    CRITICAL,
    /** Everything else waits. */
    EMERGENCY;

    private static final Severity[] VALUES = values();

    /**
     * Returns the severity with the ordinal.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Severity of(int ordinal) {
        if (ordinal < 0 || ordinal >= VALUES.length) {
            throw new IllegalArgumentException("no severity " + ordinal);
        }
        return VALUES[ordinal];
    }
}
