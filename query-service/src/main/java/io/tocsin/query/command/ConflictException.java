package io.tocsin.query.command;

/** The state of the alert does not allow what was asked. */
public final class ConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes the exception with a sentence for the client. */
    public ConflictException(String message) {
        super(message);
    }
}
