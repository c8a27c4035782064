package io.tocsin.query.analysis;

import io.tocsin.schemas.MetricStatistics;
import io.tocsin.schemas.SourceView;
import io.tocsin.schemas.WindowStatistics;
import java.util.Collection;
import java.util.List;

/**
 * How well several sources did over one window. Immutable.
 *
 * @param responseTimes all response times in milliseconds, of metrics and of operations
 * @param operations operations that ended
 * @param failures operations that failed
 * @param throughput events and log lines per second
 * @param cpu mean CPU usage of the sources that tell it, in percent; null when none does
 * @param memory mean memory usage likewise
 * @param disk mean disk usage likewise
 * @param sources number of sources that were looked at
 */
public record PerformanceSummary(
        QuantileMixture responseTimes,
        long operations,
        long failures,
        double throughput,
        Double cpu,
        Double memory,
        Double disk,
        int sources) {

    private static final List<String> RESPONSE_TIMES = List.of("response_time", "response_time_ms", "duration_ms");

    /**
     * Sums sources up.
     *
     * @param views the sources with their windows
     * @param window name of the window
     */
    public static PerformanceSummary of(Collection<SourceView> views, String window) {
        QuantileMixture responseTimes = new QuantileMixture();
        Mean cpu = new Mean("cpu_usage");
        Mean memory = new Mean("memory_usage");
        Mean disk = new Mean("disk_usage");
        long operations = 0;
        long failures = 0;
        double throughput = 0;
        for (SourceView view : views) {
            for (WindowStatistics statistics : view.getWindows()) {
                if (statistics.getWindow().equals(window)) {
                    operations += statistics.getOperationCount();
                    failures += statistics.getErrorCount();
                    throughput += statistics.getThroughput();
                    RESPONSE_TIMES.forEach(
                            name -> add(responseTimes, statistics.getMetrics().get(name)));
                    List.of(cpu, memory, disk).forEach(mean -> mean.add(statistics));
                }
            }
        }
        return new PerformanceSummary(
                responseTimes,
                operations,
                failures,
                throughput,
                cpu.value(),
                memory.value(),
                disk.value(),
                views.size());
    }

    /** Returns the share of operations that failed, in [0,1]; null without operations. */
    public Double errorRate() {
        return operations == 0 ? null : Double.valueOf((double) failures / operations);
    }

    private static void add(QuantileMixture mixture, MetricStatistics metric) {
        if (metric != null && metric.getCount() > 0 && metric.getP50() != null) {
            mixture.add(
                    metric.getCount(),
                    metric.getMean(),
                    metric.getMin(),
                    metric.getP50(),
                    metric.getP90(),
                    metric.getP95(),
                    metric.getP99(),
                    metric.getMax());
        }
    }

    private static final class Mean {
        private final String metric;
        private double sum;
        private int count;

        private Mean(String metric) {
            this.metric = metric;
        }

        private void add(WindowStatistics window) {
            MetricStatistics statistics = window.getMetrics().get(metric);
            if (statistics != null && statistics.getMean() != null) {
                sum += statistics.getMean();
                count++;
            }
        }

        private Double value() {
            return count == 0 ? null : Double.valueOf(sum / count);
        }
    }
}
