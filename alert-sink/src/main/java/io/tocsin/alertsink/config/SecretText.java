package io.tocsin.alertsink.config;

/**
 * A part of the configuration that is shown to nobody. Immutable.
 *
 * @param reveal the text itself, for the call that needs it and nothing else
 */
public record SecretText(String reveal) {

    /** What is shown in place of a secret; reading it gives a secret again. */
    public static final String MASK = "<secret>";
    /** The same in place of a URL that older tools of Alertmanager take for none unless it looks like one. */
    static final String URL_MASK = "http://" + MASK;

    /** Returns whether a text stands for a secret that is not shown. */
    static boolean isMask(String text) {
        return text.equals(MASK) || text.equals(URL_MASK);
    }

    @Override
    public String toString() {
        return MASK;
    }
}
