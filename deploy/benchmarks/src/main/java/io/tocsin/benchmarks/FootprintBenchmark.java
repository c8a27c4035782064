package io.tocsin.benchmarks;

import io.tocsin.benchmarks.load.BackgroundLoad;
import io.tocsin.benchmarks.load.EventBodies;
import io.tocsin.benchmarks.load.HttpLoad;
import io.tocsin.benchmarks.load.StandaloneProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a standalone Tocsin needs: time to ready, memory when idle and under load, and bytes of state (RocksDB, without
 * Kafka's logs) for a source with four metrics.
 */
final class FootprintBenchmark {

    private static final int LOAD_EVENTS_PER_SECOND = 20_000;
    private static final int SOURCES = 20_000;
    private static final int BATCH = 500;

    void run(Report report, Path folder, Scale scale) throws Exception {
        report.heading("footprint: everything in one JVM, with its host agent");
        try (StandaloneProcess first = new StandaloneProcess(folder.resolve("first"), "", List.of())) {
            report.put("s, new data folder", first.readyAfter().toMillis() / 1000.0, "footprint", "first_ready_s");
        }
        try (StandaloneProcess tocsin = new StandaloneProcess(folder.resolve("first"), "", List.of())) {
            report.put("s", tocsin.readyAfter().toMillis() / 1000.0, "footprint", "ready_s");
            TimeUnit.SECONDS.sleep(Math.max(10, scale.seconds() * 2L));
            report.put("MB", tocsin.residentBytes() / 1e6, "footprint", "idle_rss_mb");
            try (BackgroundLoad background = new BackgroundLoad(tocsin.address(), LOAD_EVENTS_PER_SECOND)) {
                TimeUnit.SECONDS.sleep(scale.seconds());
                report.put("MB", tocsin.residentBytes() / 1e6, "footprint", "load_rss_mb");
                background.stop();
            }
        }
        Path state;
        long before;
        try (StandaloneProcess tocsin = new StandaloneProcess(folder.resolve("state"), "", List.of())) {
            EventBodies events = new EventBodies(5, SOURCES);
            state = tocsin.data().resolve("processor");
            before = TopologyBenchmark.size(state);
            HttpLoad load = new HttpLoad(tocsin.address(), 8);
            GatewayBenchmark.check(load.run(
                    n -> n < 3L * SOURCES / BATCH
                            ? HttpLoad.post("/api/v1/events", "application/x-ndjson", events.batch(BATCH))
                            : null,
                    Duration.ofMinutes(2),
                    0));
            TimeUnit.SECONDS.sleep(10);
        }
        // Only a stopped RocksDB has all of its state in files: before, most of it lies in write buffers.
        long after = TopologyBenchmark.size(state);
        report.put("bytes", (double) (after - before) / SOURCES, "footprint", "state_bytes_per_source");
    }
}
