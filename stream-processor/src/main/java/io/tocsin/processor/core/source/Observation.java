package io.tocsin.processor.core.source;

import io.tocsin.processor.core.model.MetricKind;
import java.util.Arrays;

/**
 * An event as the fold reads it. Mutable and reusable: a decoder calls {@link #clear()} and fills it for each record. The
 * fold keeps no reference to it nor to arrays behind its texts.
 */
public final class Observation {

    /** Type of an event that reports the end of an operation. */
    public static final String OPERATION = "operation";
    /** Type of an event that promises the next one. */
    public static final String HEARTBEAT = "heartbeat";
    /** Type of an event that carries metrics with labels of their own. */
    public static final String METRIC = "metric";
    /** Type of an event that registers its source. */
    public static final String REGISTRATION = "service_registration";

    private final Text id = new Text();
    private String type;
    private long observedAt;
    private long receivedAt;
    private String[] metricNames = new String[16];
    private double[] metricValues = new double[16];
    private MetricKind[] metricKinds = new MetricKind[16];
    private int metricCount;
    private final Fields attributes = new Fields();
    private final Fields labels = new Fields();
    private final Fields metadata = new Fields();
    private boolean hasOutcome;
    private final Text operation = new Text();
    private double durationMs;
    private boolean success;
    private final Text error = new Text();
    private final Text target = new Text();
    private long intervalMs;

    /** Forgets everything. */
    public void clear() {
        id.clear();
        type = null;
        observedAt = 0;
        receivedAt = 0;
        Arrays.fill(metricNames, 0, metricCount, null);
        metricCount = 0;
        attributes.clear();
        labels.clear();
        metadata.clear();
        hasOutcome = false;
        operation.clear();
        error.clear();
        target.clear();
        durationMs = Double.NaN;
        success = false;
        intervalMs = 0;
    }

    /** Returns the id, to be set. */
    public Text id() {
        return id;
    }

    /** Sets the type; interned by the decoder. */
    public void type(String value) {
        type = value;
    }

    /** Returns the type. */
    public String type() {
        return type;
    }

    /**
     * Sets the times.
     *
     * @param observed when the source says it happened: epoch milliseconds
     * @param received when it was taken: epoch milliseconds
     */
    public void times(long observed, long received) {
        observedAt = observed;
        receivedAt = received;
    }

    /** Returns when the source says it happened: epoch milliseconds. */
    public long observedAt() {
        return observedAt;
    }

    /** Returns when it was taken: epoch milliseconds. */
    public long receivedAt() {
        return receivedAt;
    }

    /** Adds a metric, a gauge until {@link #kind} says otherwise; the name should be interned by the decoder. */
    public void addMetric(String name, double value) {
        if (metricCount == metricNames.length) {
            int larger = metricCount * 2;
            metricNames = Arrays.copyOf(metricNames, larger);
            metricValues = Arrays.copyOf(metricValues, larger);
            metricKinds = Arrays.copyOf(metricKinds, larger);
        }
        metricNames[metricCount] = name;
        metricValues[metricCount] = value;
        metricKinds[metricCount] = null;
        metricCount++;
    }

    /** Sets the kind of a metric that has been added; one that has not been added is ignored. */
    public void kind(String name, MetricKind kind) {
        int index = indexOfMetric(name);
        if (index >= 0) {
            metricKinds[index] = kind;
        }
    }

    /** Returns the number of metrics. */
    public int metricCount() {
        return metricCount;
    }

    /** Returns the name of a metric. */
    public String metricName(int index) {
        return metricNames[index];
    }

    /** Returns the value of a metric. */
    public double metricValue(int index) {
        return metricValues[index];
    }

    /** Returns the kind of a metric, or null when the event does not say. */
    public MetricKind metricKind(int index) {
        return metricKinds[index];
    }

    /** Returns the index of a metric, or -1. */
    public int indexOfMetric(String name) {
        for (int i = 0; i < metricCount; i++) {
            if (metricNames[i] == name || metricNames[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns everything of the data that is no metric, to be filled. */
    public Fields attributes() {
        return attributes;
    }

    /** Returns the labels, to be filled with texts. */
    public Fields labels() {
        return labels;
    }

    /** Returns what the client sent about the event, to be filled with texts. */
    public Fields metadata() {
        return metadata;
    }

    /**
     * Says that the event reports the end of an operation; {@link #operation()}, {@link #error()} and {@link #target()}
     * may be set besides.
     *
     * @param duration duration in milliseconds, at least 0, or NaN when it was not measured
     * @param succeeded whether the operation reached its goal
     */
    public void outcome(double duration, boolean succeeded) {
        hasOutcome = true;
        durationMs = duration;
        success = succeeded;
    }

    /** Returns whether the event reports the end of an operation. */
    public boolean hasOutcome() {
        return hasOutcome;
    }

    /** Returns the name of the operation, to be set. */
    public Text operation() {
        return operation;
    }

    /** Returns the duration in milliseconds, or NaN. */
    public double durationMs() {
        return durationMs;
    }

    /** Returns whether the operation reached its goal. */
    public boolean success() {
        return success;
    }

    /** Returns what went wrong, to be set. */
    public Text error() {
        return error;
    }

    /** Returns the source that was called, to be set. */
    public Text target() {
        return target;
    }

    /** Sets the promised time to the next heartbeat in milliseconds, greater than 0. */
    public void intervalMs(long value) {
        intervalMs = value;
    }

    /** Returns the promised time to the next heartbeat in milliseconds; 0 when there is no promise. */
    public long intervalMs() {
        return intervalMs;
    }
}
