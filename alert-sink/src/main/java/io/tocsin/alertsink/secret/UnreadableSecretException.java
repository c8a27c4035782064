package io.tocsin.alertsink.secret;

/** A secret cannot be read now; it may be there later. The message shows neither the secret nor where it lies. */
public final class UnreadableSecretException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnreadableSecretException(String message, Throwable cause) {
        super(message, cause);
    }
}
