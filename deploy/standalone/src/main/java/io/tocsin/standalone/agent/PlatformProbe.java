package io.tocsin.standalone.agent;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Reads the state of this process out of its own meters: memory, processor, garbage collection, and what the services
 * count. Not thread-safe: it remembers the reading before.
 */
public final class PlatformProbe {

    private static final double PERCENT = 100.0;

    /** Metric by the name of the gauge that holds it; gauges of one name are added up. */
    private static final Map<String, String> GAUGES = Map.of(
            "resident_bytes", "process.memory.rss",
            "open_files", "process.files.open",
            "threads", "jvm.threads.live");

    private final MeterRegistry meters;
    private final Map<String, Double> countsBefore = new HashMap<>();

    /**
     * Makes a probe.
     *
     * @param meters what the parts count
     */
    public PlatformProbe(MeterRegistry meters) {
        this.meters = Objects.requireNonNull(meters, "meters");
    }

    /**
     * Reads the process.
     *
     * @return value by metric; of what only grows, the growth since the reading before
     */
    public Map<String, Double> read() {
        Map<String, Double> values = new LinkedHashMap<>();
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        values.put("heap_used_bytes", (double) heap.getUsed());
        values.put("heap_committed_bytes", (double) heap.getCommitted());
        values.put("heap_usage", PERCENT * heap.getUsed() / heap.getMax());
        GAUGES.forEach((metric, gauge) -> gauge(gauge).ifPresent(value -> values.put(metric, value)));
        gauge("process.cpu.usage").ifPresent(share -> values.put("process_cpu_usage", PERCENT * share));
        return values;
    }

    private OptionalDouble gauge(String name) {
        double sum = 0;
        boolean any = false;
        for (Gauge gauge : meters.find(name).gauges()) {
            double value = gauge.value();
            if (Double.isFinite(value)) {
                sum += value;
                any = true;
            }
        }
        return any ? OptionalDouble.of(sum) : OptionalDouble.empty();
    }

    /** Growth of all counters and timers of a name since the reading before. */
    private double growth(String metric, List<Meter> counted) {
        double count = 0;
        for (Meter meter : counted) {
            if (meter instanceof Counter counter) {
                count += counter.count();
            } else if (meter instanceof FunctionCounter counter) {
                count += counter.count();
            } else if (meter instanceof Timer timer) {
                count += timer.count();
            }
        }
        Double before = countsBefore.put(metric, count);
        return before == null ? 0 : Math.max(0, count - before);
    }
}
