package io.tocsin.schemas.deadletter;

import java.util.Objects;

/** A record that can never be processed, however often it is tried. It goes to the dead letters. */
public final class PoisonException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final DeadLetterReason reason;

    /**
     * Makes the exception.
     *
     * @param message what is wrong, without values of the record that could be secret
     */
    public PoisonException(DeadLetterReason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** As above, with the cause. */
    public PoisonException(DeadLetterReason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Returns why. */
    public DeadLetterReason reason() {
        return reason;
    }
}
