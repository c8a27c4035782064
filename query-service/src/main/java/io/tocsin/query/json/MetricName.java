package io.tocsin.query.json;

/**
 * The name of a metric as the processor keeps it: plain, or with the operation that it is of, as in
 * {@code duration_ms{operation="checkout"}}. Immutable.
 *
 * @param plain name without the operation
 * @param operation the operation; null for a metric of the source itself
 */
public record MetricName(String plain, String operation) {

    private static final String BEGIN = "{operation=\"";
    private static final String END = "\"}";

    /** Reads a name. */
    public static MetricName of(String name) {
        int begin = name.indexOf(BEGIN);
        if (begin <= 0 || !name.endsWith(END) || name.length() <= begin + BEGIN.length() + END.length()) {
            return new MetricName(name, null);
        }
        return new MetricName(
                name.substring(0, begin), name.substring(begin + BEGIN.length(), name.length() - END.length()));
    }

    /** Returns whether it is of one operation. */
    public boolean ofOperation() {
        return operation != null;
    }
}
