package io.tocsin.alertsink.template;

/**
 * A text that is safe in some place of HTML. Immutable.
 *
 * @param kind where it is safe
 */
record Safe(Kind kind, String text) {

    enum Kind {
        HTML,
        URL
    }

    @Override
    public String toString() {
        return text;
    }
}
