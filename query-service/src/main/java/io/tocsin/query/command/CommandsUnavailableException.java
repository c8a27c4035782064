package io.tocsin.query.command;

/** Kafka or the schema registry did not take a command; nothing was promised. */
public final class CommandsUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public CommandsUnavailableException(Throwable cause) {
        super("the command could not be written to Kafka", cause);
    }
}
