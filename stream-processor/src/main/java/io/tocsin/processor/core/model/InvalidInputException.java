package io.tocsin.processor.core.model;

/**
 * An input that cannot be folded because it breaks its own contract: a NaN, a negative duration, a name that is missing.
 * Thrown before anything has changed, so the state is as it was and the record belongs among the dead letters.
 */
public final class InvalidInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes one whose message names the field and what is wrong with it. */
    public InvalidInputException(String message) {
        super(message);
    }
}
