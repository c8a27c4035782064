package io.tocsin.processor.core.anomaly.multi;

import java.util.Random;

/** Metrics of a made-up source: a daily load that all follow, noise, and what a test does to them. */
final class Fleet {

    private final Random random;
    private final int metrics;
    final MetricRow row = new MetricRow();
    private final MultiMetricWorkspace workspace = new MultiMetricWorkspace();
    int minute;

    Fleet(long seed, int metrics) {
        this.random = new Random(seed);
        this.metrics = metrics;
    }

    /** Changes the value of a metric in a minute. */
    @FunctionalInterface
    interface Twist {
        double value(int metric, double value);
    }

    /** Fills the row of the next minute. */
    MetricRow next(Twist twist) {
        double load = 0.5 + 0.4 * Math.sin(2 * Math.PI * minute / 1440) + 0.05 * random.nextGaussian();
        row.clear();
        for (int i = 0; i < metrics; i++) {
            double value = (i + 1) * 10 * load + 0.3 * random.nextGaussian();
            row.add("m" + i, twist.value(i, value));
        }
        minute++;
        return row;
    }

    MultiMetricVerdict step(MultiMetricModel model, MultiMetricSettings settings, Twist twist) {
        return model.step(next(twist), settings, workspace);
    }

    MultiMetricVerdict step(MultiMetricModel model, MultiMetricSettings settings) {
        return step(model, settings, (metric, value) -> value);
    }

    /** Steps through ordinary minutes; returns how many alarms began. */
    int ordinary(MultiMetricModel model, MultiMetricSettings settings, int minutes) {
        int alarms = 0;
        for (int i = 0; i < minutes; i++) {
            alarms += step(model, settings).rowsInAlarm() == 1 ? 1 : 0;
        }
        return alarms;
    }
}
