package io.tocsin.query.view;

/** The owner of the partition says that there is no such thing. */
public final class NotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes the exception with a sentence for the client. */
    public NotFoundException(String message) {
        super(message);
    }
}
