package io.tocsin.processor.topology.records;

/** What the core calls NaN or -1, a record calls null. */
final class Numbers {

    private Numbers() {}

    static Double orNull(double number) {
        return Double.isNaN(number) ? null : number;
    }

    static double orNaN(Double number) {
        return number == null ? Double.NaN : number;
    }

    static Long timeOrNull(long time) {
        return time < 0 ? null : time;
    }
}
