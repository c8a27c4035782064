package io.tocsin.benchmarks;

import io.tocsin.benchmarks.load.Backtests;
import io.tocsin.benchmarks.load.BenchCluster;
import io.tocsin.benchmarks.load.FreePort;
import io.tocsin.schemas.catalogue.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a hundred rules cost: the topology over the same events with the built-in rules alone and with a hundred more, in
 * turns. A fifth of them looks at single values, three at statistics over windows of one minute to an hour, quantiles
 * among them, and a fifth is expressions over several statistics. None is broken by the events, as rules mostly are not. Then
 * with the built-in rules while backtests over the same events run one after the other in the same process.
 */
final class RulesBenchmark {

    private static final int SOURCES = 1_000;
    private static final int RULES = 100;
    private static final int TURNS = 2;
    private static final List<String> METRICS = List.of("response_time", "cpu_usage", "memory_usage", "queue_depth");
    private static final List<String> AGGREGATIONS = List.of("mean", "max", "p95", "stddev", "rate", "slope");
    private static final List<String> WINDOWS = List.of("1m", "5m", "15m", "1h");

    void run(Report report, Path folder, Scale scale) throws Exception {
        report.heading("rules: the built-in ones, and " + RULES + " more, at " + SOURCES + " sources");
        try (BenchCluster cluster = new BenchCluster(folder)) {
            long events = scale.eventsPerTopologyRun();
            Topics topics = TopologyBenchmark.prepare(cluster, SOURCES, events);
            Path rules = Files.writeString(folder.resolve("rules.yaml"), pack());
            List<String> more = List.of("rules.files=" + rules);
            // The first one to read finds a broker that has just started, whoever it is.
            fold(cluster, topics, folder.resolve("first"), events, List.of());
            double without = 0;
            double with = 0;
            for (int turn = 0; turn < TURNS; turn++) {
                without += fold(cluster, topics, folder.resolve("built-in-" + turn), events, List.of());
                with += fold(cluster, topics, folder.resolve("more-" + turn), events, more);
            }
            report.put("events/s", without / TURNS, "rules", "built_in_events_per_second");
            report.put("events/s", with / TURNS, "rules", "with_100_more_events_per_second");
            report.put("of the throughput", with / without, "rules", "ratio");
            int port = FreePort.find();
            double beside;
            try (Backtests backtests = new Backtests(port)) {
                backtests.start();
                beside = fold(
                        cluster,
                        topics,
                        folder.resolve("beside-a-backtest"),
                        events,
                        List.of("processor.query.port=" + port));
                report.put("backtests begun", backtests.begun(), "rules", "backtests");
            }
            report.put("of the throughput", beside / (without / TURNS), "rules", "ratio_beside_a_backtest");
        }
    }

    private static double fold(BenchCluster cluster, Topics topics, Path data, long events, List<String> settings)
            throws Exception {
        return TopologyBenchmark.fold(cluster, topics, data, events, settings, processor -> {});
    }

    static String pack() {
        StringBuilder pack = new StringBuilder("rules:\n");
        for (int i = 0; i < RULES; i++) {
            String metric = METRICS.get(i % METRICS.size());
            pack.append(String.format(Locale.ROOT, "  - id: bench-%d%n", i));
            if (i % 5 == 0) {
                pack.append(String.format(Locale.ROOT, "    metric: %s%n    threshold: %d%n", metric, 100_000 + i));
            } else if (i % 5 == 1) {
                pack.append(String.format(
                        Locale.ROOT,
                        "    expression: 'mean(\"%s\", \"5m\") > %d.0 && p95(\"%s\", \"5m\") > 2.0 * mean(\"%s\", \"1h\")"
                                + " || events(\"1m\") > 1000000.0'%n",
                        metric,
                        1_000 + i,
                        metric,
                        metric));
            } else {
                pack.append(String.format(
                        Locale.ROOT,
                        "    metric: %s%n    aggregation: %s%n    window: %s%n    threshold: %d%n",
                        metric,
                        AGGREGATIONS.get(i % AGGREGATIONS.size()),
                        WINDOWS.get(i / 5 % WINDOWS.size()),
                        1_000_000 + i));
            }
        }
        return pack.toString();
    }
}
