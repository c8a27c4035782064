package io.tocsin.service;

import io.micronaut.http.server.exceptions.ServerStartupException;
import io.tocsin.service.settings.InvalidSettingsException;
import java.net.BindException;

/** A service cannot start; the message is for an operator, the cause for a developer. */
public final class StartFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message one line that says what is wrong, in the operator's terms
     * @param cause what happened
     */
    public StartFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Finds what matters to an operator in a failure that came through layers of the framework.
     *
     * @return the settings' own exception, a start failure that a bean raised itself, or a new one
     */
    static RuntimeException explain(RuntimeException failure) {
        String refused = null;
        Throwable deepest = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidSettingsException || cause instanceof StartFailedException) {
                return (RuntimeException) cause;
            }
            if (cause instanceof ServerStartupException) {
                refused = cause.getMessage().replace("Micronaut server", "the HTTP server");
            }
            if (cause instanceof BindException && refused != null) {
                return new StartFailedException(refused + ": " + cause.getMessage(), failure);
            }
            deepest = cause;
        }
        String message = deepest.getMessage() == null ? "" : ": " + deepest.getMessage();
        return new StartFailedException("Cannot start: " + deepest.getClass().getSimpleName() + message, failure);
    }
}
