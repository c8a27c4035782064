package io.tocsin.standalone.cli;

/** The command line asks for what does not exist; the message says what and goes to the user as it stands. */
public final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public UsageException(String message) {
        super(message);
    }
}
