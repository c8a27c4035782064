package io.tocsin.processor.core.source;

import java.util.Arrays;

/**
 * The operations of one source by name, each with two metrics of its own: how long it takes, and a 1 for each failure and
 * a 0 for each success, whose mean is the error rate. They are ordinary metrics of the source with the name of the
 * operation in theirs, so that windows, history and detectors know them without further ado; nothing is stored here.
 * Bounded: operations beyond the bound count for the source only. Not thread-safe.
 */
final class OperationTable {

    /** Operations that are told apart. */
    static final int MAX_OPERATIONS = 32;

    /** Names beyond this many units are not told apart. */
    static final int MAX_NAME = 128;

    private static final String DURATION = "duration_ms{operation=\"";
    private static final String FAILED = "failed{operation=\"";
    private static final String END = "\"}";
    private static final Operation[] NONE = new Operation[0];

    private Operation[] operations = NONE;
    private int size;
    private int cursor;

    /** One operation. */
    static final class Operation {
        final String name;
        final String durationMetric;
        final String failedMetric;
        /** Null until a duration came. */
        MetricSlot duration;

        MetricSlot failed;

        private Operation(String name) {
            this.name = name;
            durationMetric = DURATION + name + END;
            failedMetric = FAILED + name + END;
        }
    }

    /** Returns the operation of a name, a new one if need be; null when there are too many or the name is none. */
    Operation findOrAdd(Text name) {
        for (int i = 0; i < size; i++) {
            int at = cursor + i < size ? cursor + i : cursor + i - size;
            if (name.contentEquals(operations[at].name)) {
                cursor = at + 1 == size ? 0 : at + 1;
                return operations[at];
            }
        }
        if (size == MAX_OPERATIONS || name.isBlank() || name.units() > MAX_NAME) {
            return null;
        }
        return add(name.string());
    }

    /** Takes in a metric that was stored, if it is one of an operation. */
    void restore(MetricSlot slot) {
        String name = operationOf(slot.name, FAILED);
        if (name != null) {
            known(name).failed = slot;
        }
        name = operationOf(slot.name, DURATION);
        if (name != null) {
            known(name).duration = slot;
        }
    }

    /** Returns whether a metric is that of the failures of an operation. */
    static boolean isFailures(String metric) {
        return operationOf(metric, FAILED) != null;
    }

    /** Returns whether a slot still belongs to a metric: one that was silent for long gives its place away. */
    static boolean holds(MetricTable metrics, MetricSlot slot) {
        return slot != null && metrics.get(slot.ordinal) == slot;
    }

    int approximateBytes() {
        return 24 + 4 * operations.length + size * 360;
    }

    private Operation known(String name) {
        for (int i = 0; i < size; i++) {
            if (operations[i].name.equals(name)) {
                return operations[i];
            }
        }
        return add(name);
    }

    private Operation add(String name) {
        if (size == operations.length) {
            operations = Arrays.copyOf(operations, Math.max(2, size * 2));
        }
        Operation operation = new Operation(name);
        operations[size++] = operation;
        return operation;
    }

    private static String operationOf(String metric, String prefix) {
        return metric.startsWith(prefix) && metric.endsWith(END) && metric.length() > prefix.length() + END.length()
                ? metric.substring(prefix.length(), metric.length() - END.length())
                : null;
    }
}
