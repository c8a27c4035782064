package io.tocsin.service.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory of the process as the operating system counts it: heap, native memory of RocksDB and zstd, stacks and all. Only
 * where there is a {@code /proc}.
 */
final class ProcessMemoryMetrics implements MeterBinder {

    private static final Path STATUS = Path.of("/proc/self/status");

    @Override
    public void bindTo(MeterRegistry registry) {
        if (Files.isReadable(STATUS)) {
            Gauge.builder("process.memory.rss", () -> kibibytes("VmRSS:") * 1024)
                    .description("Resident memory of the process")
                    .baseUnit("bytes")
                    .register(registry);
            Gauge.builder("process.memory.rss.max", () -> kibibytes("VmHWM:") * 1024)
                    .description("Greatest resident memory so far")
                    .baseUnit("bytes")
                    .register(registry);
        }
    }

    private static double kibibytes(String field) {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(field)) {
                    return Double.parseDouble(
                            line.substring(field.length()).replace("kB", "").strip());
                }
            }
            return Double.NaN;
        } catch (IOException e) {
            // The gauge then has no value, which is what a scrape should show.
            return Double.NaN;
        }
    }
}
