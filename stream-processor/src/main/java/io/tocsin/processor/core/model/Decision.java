package io.tocsin.processor.core.model;

/** Fail-safe decision of an evaluation, least drastic first. */
public enum Decision {
    /** Go on. */
    CONTINUE,
    /** The same call may succeed when it is made again. */
    RETRY,
    /** The result cannot be used: do the work again from its input. */
    REPROCESS,
    /** A person must look; also what a failed evaluation says. */
    ESCALATE,
    /** Stop giving work to the source. */
    HALT;

    private static final Decision[] VALUES = values();

    /**
     * Returns the decision with the ordinal.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Decision of(int ordinal) {
        if (ordinal < 0 || ordinal >= VALUES.length) {
            throw new IllegalArgumentException("no decision " + ordinal);
        }
        return VALUES[ordinal];
    }

    /** Returns the more drastic of the two. */
    public Decision or(Decision other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
