package io.tocsin.alertsink.template;

/**
 * A number of a Go type that prints a name: a month or a day of the week. Immutable.
 */
record Named(String name, long number) {

    @Override
    public String toString() {
        return name;
    }
}
