package io.tocsin.benchmarks;

import io.tocsin.benchmarks.load.BackgroundLoad;
import io.tocsin.benchmarks.load.HttpLoad;
import io.tocsin.benchmarks.load.StandaloneProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Latency of point queries (one source with all windows) and of fan-out queries (a page of sources) under load. */
final class QueryBenchmark {

    private static final int EVENTS_PER_SECOND = 20_000;
    private static final int POINT_QUERIES_PER_SECOND = 500;
    private static final int FAN_OUT_QUERIES_PER_SECOND = 20;

    void run(Report report, Path folder, Scale scale) throws Exception {
        report.heading("query: " + POINT_QUERIES_PER_SECOND + " point queries/s while " + EVENTS_PER_SECOND
                + " events/s flow in");
        Duration stretch = Duration.ofSeconds(scale.seconds());
        try (StandaloneProcess tocsin = new StandaloneProcess(folder, "", List.of("agent.enabled=false"));
                BackgroundLoad background = new BackgroundLoad(tocsin.address(), EVENTS_PER_SECOND)) {
            TimeUnit.SECONDS.sleep(Math.max(3, scale.seconds() / 3));
            HttpLoad load = new HttpLoad(tocsin.address(), 16);
            byte[][] points = new byte[1_000][];
            for (int i = 0; i < points.length; i++) {
                points[i] = HttpLoad.get("/api/v1/sources/bench-" + i);
            }
            load.run(n -> points[(int) (n * 7 % points.length)], Duration.ofSeconds(5), POINT_QUERIES_PER_SECOND);
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
}
