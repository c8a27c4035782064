package io.tocsin.processor.core.anomaly.multi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The metrics of a source in one closed minute, to be filled anew for each. Mutable, not thread-safe. */
public final class MetricRow {

    private final List<String> names = new ArrayList<>();
    private double[] values = new double[16];

    /** Empties it. */
    public void clear() {
        names.clear();
    }

    /** Adds a metric, at most once each; a value that is not finite is as good as none. */
    public void add(String metric, double value) {
        if (!Double.isFinite(value)) {
            return;
        }
        if (names.size() == values.length) {
            values = Arrays.copyOf(values, 2 * values.length);
        }
        values[names.size()] = value;
        names.add(metric);
    }

    /** Returns the number of metrics. */
    public int size() {
        return names.size();
    }

    String name(int i) {
        return names.get(i);
    }

    double value(int i) {
        return values[i];
    }
}
