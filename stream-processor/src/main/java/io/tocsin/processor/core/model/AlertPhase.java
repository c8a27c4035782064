package io.tocsin.processor.core.model;

/** State in the life of an alert. */
public enum AlertPhase {
    /** The condition holds, but not yet for as long as the rule asks. */
    PENDING,
    /** The condition holds and someone should know. */
    FIRING,
    /** As FIRING, and a person has said that they know. */
    ACKNOWLEDGED,
    /** The condition has cleared, but not yet for as long as it takes to believe it. */
    RECOVERING,
    /** Over. The next occurrence is a new episode. */
    RESOLVED;

    private static final AlertPhase[] VALUES = values();

    /**
     * Returns the phase with the ordinal.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static AlertPhase of(int ordinal) {
        if (ordinal < 0 || ordinal >= VALUES.length) {
            throw new IllegalArgumentException("no alert phase " + ordinal);
        }
        return VALUES[ordinal];
    }

    /** Returns whether the alert counts as active in totals: FIRING, ACKNOWLEDGED or RECOVERING. */
    public boolean isActive() {
        return this == FIRING || this == ACKNOWLEDGED || this == RECOVERING;
    }
}
