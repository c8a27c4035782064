package io.tocsin.benchmarks;

import io.tocsin.benchmarks.detection.DetectionBench;
import io.tocsin.benchmarks.jmh.MicroBenchmarks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code tocsin bench [--only topology,rules,gateway,latency,query,footprint,jmh] [--out FILE] [--quick]}: measures this
 * machine and prints what it measured. Every part starts the real programs in JVMs of their own. {@code tocsin bench logs
 * --data DIR --out DIR} and the like run recorded data through detection instead ({@link DetectionBench}).
 */
public final class BenchMain {

    private static final String USAGE =
            "usage: tocsin bench [--only topology,rules,gateway,latency,query,footprint,jmh] [--out FILE] [--quick]\n"
                    + "       tocsin bench nab|logs|smd --data DIR --out DIR\n"
                    + "       tocsin bench forecast --data DIR --out DIR --horizon H --season S\n"
                    + "       tocsin bench events --data FILE.ndjson --out DIR";

    private BenchMain() {}

    /** One part of a run. */
    @FunctionalInterface
    interface Part {
        void run(Report report, Path folder, Scale scale) throws Exception;
    }

    /** Runs the parts that were asked for; exit status 2 for bad arguments. */
    public static void main(String[] args) throws Exception {
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put("topology", new TopologyBenchmark()::run);
        parts.put("rules", new RulesBenchmark()::run);
        parts.put("gateway", new GatewayBenchmark()::run);
        parts.put("latency", new LatencyBenchmark()::run);
        parts.put("query", new QueryBenchmark()::run);
        parts.put("footprint", new FootprintBenchmark()::run);
        parts.put("jmh", new MicroBenchmarks()::run);

        int first = args.length > 0 && args[0].equals("bench") ? 1 : 0;
        if (args.length > first && DetectionBench.knows(args[first])) {
            try {
                DetectionBench.run(args[first], Arrays.copyOfRange(args, first + 1, args.length));
            } catch (IllegalArgumentException e) {
                refuse(e.getMessage());
            }
            return;
        }
        Set<String> wanted = new LinkedHashSet<>(parts.keySet());
        Path out = null;
        Scale scale = Scale.FULL;
        for (int i = first; i < args.length; i++) {
            switch (args[i]) {
                case "--help" -> {
                    System.out.println(USAGE);
                    return;
                }
                case "--quick" -> scale = Scale.QUICK;
                case "--only" ->
                    wanted = new LinkedHashSet<>(List.of(argument(args, ++i).split(",")));
                case "--out" -> out = Path.of(argument(args, ++i));
                default -> refuse("unknown argument '" + args[i] + "'");
            }
        }
        for (String name : wanted) {
            if (!parts.containsKey(name)) {
                refuse("unknown part '" + name + "'");
            }
        }
        Path folder = Files.createTempDirectory("tocsin-bench");
        Report report = new Report(System.out);
        report.say(
                "%d processors, Java %s, %s",
                Runtime.getRuntime().availableProcessors(), Runtime.version(), System.getProperty("os.name"));
        try {
            for (String name : wanted) {
                Path partFolder = Files.createDirectory(folder.resolve(name));
                parts.get(name).run(report, partFolder, scale);
                delete(partFolder);
                if (out != null) {
                    report.write(out);
                }
            }
        } finally {
            delete(folder);
        }
    }

    private static String argument(String[] args, int i) {
        if (i >= args.length) {
            refuse("'" + args[i - 1] + "' needs a value");
        }
        return args[i];
    }

    private static void refuse(String why) {
        System.err.println("bench: " + why);
        System.err.println(USAGE);
        System.exit(2);
    }

    private static void delete(Path folder) throws java.io.IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
