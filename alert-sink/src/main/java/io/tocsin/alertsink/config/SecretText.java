package io.tocsin.alertsink.config;

/**
 * A part of the configuration that is shown to nobody. Immutable.
 *
 * @param reveal the text itself, for the call that needs it and nothing else
 */
public record SecretText(String reveal) {

    /** What is shown in place of a secret; reading it gives a secret again. */
    public static final String MASK = "<secret>";

    @Override
    public String toString() {
        return MASK;
    }
}
