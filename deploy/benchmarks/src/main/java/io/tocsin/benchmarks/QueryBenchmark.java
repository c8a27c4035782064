package io.tocsin.benchmarks;

import io.tocsin.benchmarks.load.BackgroundLoad;
import io.tocsin.benchmarks.load.HttpLoad;
import io.tocsin.benchmarks.load.StandaloneProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Latency of point queries (one source with all windows) and of fan-out queries (a page of sources) under load. */
final class QueryBenchmark {

    private static final int EVENTS_PER_SECOND = 20_000;
    private static final int POINT_QUERIES_PER_SECOND = 500;
    private static final int FAN_OUT_QUERIES_PER_SECOND = 20;
    private static final Duration ARRIVAL_LIMIT = Duration.ofMinutes(1);

    void run(Report report, Path folder, Scale scale) throws Exception {
        report.heading("query: " + POINT_QUERIES_PER_SECOND + " point queries/s while " + EVENTS_PER_SECOND
                + " events/s flow in");
        Duration stretch = Duration.ofSeconds(scale.seconds());
        try (StandaloneProcess tocsin = new StandaloneProcess(folder, "", List.of("agent.enabled=false"));
                BackgroundLoad background = new BackgroundLoad(tocsin.address(), EVENTS_PER_SECOND)) {
            HttpLoad load = new HttpLoad(tocsin.address(), 16);
            byte[][] points = new byte[BackgroundLoad.SOURCES][];
            for (int i = 0; i < points.length; i++) {
                points[i] = HttpLoad.get("/api/v1/sources/bench-" + i);
            }
            awaitSources(load, points);
            load.run(n -> points[(int) (n * 7 % points.length)], stretch, POINT_QUERIES_PER_SECOND);
            HttpLoad.Result point = GatewayBenchmark.check(
                    load.run(n -> points[(int) (n * 7 % points.length)], stretch, POINT_QUERIES_PER_SECOND));
            report.put("ms", point.millis(50), "query", "point_p50_ms");
            report.put("ms", point.millis(99), "query", "point_p99_ms");
            byte[] page = HttpLoad.get("/api/v1/sources?limit=100");
            HttpLoad.Result fanOut = GatewayBenchmark.check(load.run(n -> page, stretch, FAN_OUT_QUERIES_PER_SECOND));
            report.put("ms", fanOut.millis(99), "query", "fanout_p99_ms");
            background.stop();
        }
    }

    /** Waits until every source can be asked for: a JVM that has just started is some seconds behind its input. */
    private static void awaitSources(HttpLoad load, byte[][] points) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + ARRIVAL_LIMIT.toNanos();
        while (true) {
            HttpLoad.Result seen = load.run(n -> n < points.length ? points[(int) n] : null, ARRIVAL_LIMIT, 0);
            if (seen.failures() == 0) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(seen.failures() + " sources are still unknown: " + seen.firstFailure());
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }
}
