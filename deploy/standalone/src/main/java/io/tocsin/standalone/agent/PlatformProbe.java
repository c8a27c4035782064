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
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Reads the state of this process out of its own meters: memory, processor, garbage collection, and what the services
 * count. Not thread-safe: it remembers the reading before.
 */
public final class PlatformProbe {

    private static final double PERCENT = 100.0;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Metric and the gauges that hold it; those of one name are added up. */
    private static final Map<String, String> GAUGES = new LinkedHashMap<>();

    static {
        GAUGES.put("resident_bytes", "process.memory.rss");
        GAUGES.put("open_files", "process.files.open");
        GAUGES.put("threads", "jvm.threads.live");
        GAUGES.put("lag_records", "tocsin.processor.lag.records");
        GAUGES.put("processing_lag_seconds", "tocsin.processor.tick.age.seconds");
        GAUGES.put("rocksdb_bytes", "tocsin.processor.rocksdb.bytes");
        GAUGES.put("live_state_bytes", "tocsin.processor.live.bytes");
        GAUGES.put("sources_resident", "tocsin.processor.sources.resident");
        GAUGES.put("http_connections", "tocsin.http.connections");
        GAUGES.put("ingest_pending", "tocsin.gateway.items.pending");
        GAUGES.put("deliveries_open", "tocsin.sink.open");
        GAUGES.put("partitions_unserved", "tocsin.query.unserved.partitions");
    }

    /** Metric and the counters whose growth since the reading before it is; those of one name are added up. */
    private static final Map<String, String> GROWTHS = new LinkedHashMap<>();

    static {
        GROWTHS.put("dead_letters", "tocsin.processor.records.dead");
        GROWTHS.put("ingest_rejected", "tocsin.gateway.items.rejected");
        GROWTHS.put("ingest_failed", "tocsin.gateway.items.failed");
        GROWTHS.put("query_attempts_failed", "tocsin.query.attempt.failures");
        GROWTHS.put("delivery_retries", "tocsin.sink.retries");
    }

    /** Metric and the counters whose growth per second it is. */
    private static final Map<String, String> RATES = new LinkedHashMap<>();

    static {
        RATES.put("records_processed_per_second", "tocsin.processor.records.processed");
        RATES.put("ingest_accepted_per_second", "tocsin.gateway.items.accepted");
        RATES.put("ingest_requests_per_second", "tocsin.gateway.requests");
        RATES.put("query_questions_per_second", "tocsin.query.questions");
    }

    private final MeterRegistry meters;
    private final LongSupplier nanoTime;
    private final Map<String, Double> countsBefore = new HashMap<>();
    private long readAt;

    /**
     * Makes a probe.
     *
     * @param meters what the parts count
     * @param nanoTime a clock that only runs forward, in nanoseconds
     */
    public PlatformProbe(MeterRegistry meters, LongSupplier nanoTime) {
        this.meters = Objects.requireNonNull(meters, "meters");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        this.readAt = nanoTime.getAsLong();
    }

    /**
     * Reads the process.
     *
     * @return value by metric; a counter's growth counts from the reading before, the first time from the start
     */
    public Map<String, Double> read() {
        long now = nanoTime.getAsLong();
        double seconds = Math.max(1e-3, (now - readAt) / NANOS_PER_SECOND);
        readAt = now;
        Map<String, Double> values = new LinkedHashMap<>();
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        values.put("heap_used_bytes", (double) heap.getUsed());
        values.put("heap_committed_bytes", (double) heap.getCommitted());
        values.put("heap_usage", PERCENT * heap.getUsed() / heap.getMax());
        gauge("process.cpu.usage").ifPresent(share -> values.put("process_cpu_usage", PERCENT * share));
        values.put("gc_pause_ms", growth("gc_pause_ms", sum("jvm.gc.pause", any -> true, PlatformProbe::millis)));
        GAUGES.forEach((metric, name) -> gauge(name).ifPresent(value -> values.put(metric, value)));
        GROWTHS.forEach((metric, name) -> values.put(metric, growth(metric, count(name))));
        RATES.forEach((metric, name) -> values.put(metric, growth(metric, count(name)) / seconds));
        values.put("server_errors", growth("server_errors", serverErrors()));
        return values;
    }

    private OptionalDouble gauge(String name) {
        return meters.find(name).gauges().stream()
                .mapToDouble(Gauge::value)
                .filter(Double::isFinite)
                .reduce(Double::sum);
    }

    private double count(String name) {
        return sum(name, any -> true, PlatformProbe::counted);
    }

    private double serverErrors() {
        return sum(
                "tocsin.gateway.responses",
                meter -> {
                    String status = meter.getId().getTag("status");
                    return status != null && status.startsWith("5");
                },
                PlatformProbe::counted);
    }

    private double sum(String name, Predicate<Meter> chosen, ToDoubleFunction<Meter> value) {
        return meters.find(name).meters().stream()
                .filter(chosen)
                .mapToDouble(value)
                .sum();
    }

    private static double counted(Meter meter) {
        if (meter instanceof Counter counter) {
            return counter.count();
        }
        if (meter instanceof FunctionCounter counter) {
            return counter.count();
        }
        return meter instanceof Timer timer ? timer.count() : 0;
    }

    private static double millis(Meter meter) {
        return meter instanceof Timer timer ? timer.totalTime(java.util.concurrent.TimeUnit.MILLISECONDS) : 0;
    }

    private double growth(String metric, double count) {
        Double before = countsBefore.put(metric, count);
        return Math.max(0, count - (before == null ? 0 : before));
    }
}
