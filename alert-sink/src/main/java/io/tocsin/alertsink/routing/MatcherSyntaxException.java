package io.tocsin.alertsink.routing;

/** A text that is no matcher; the message says why. */
public final class MatcherSyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /** Makes it. */
    public MatcherSyntaxException(String message) {
        super(message);
    }
}
