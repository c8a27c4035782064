package io.tocsin.benchmarks.detection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code tocsin bench NAME --data DIR --out DIR}, for forecasts also {@code --horizon STEPS --season STEPS}: feeds recorded data through the detection code of the stream processor and
 * writes what it says, for scorers to read. There is no option that changes what is detected.
 */
public final class DetectionBench {

    private static final Map<String, Run> RUNS = new TreeMap<>(Map.of(
            "events", EventsBenchmark::run,
            "logs", LogsBenchmark::run,
            "nab", NabBenchmark::run,
            "smd", SmdBenchmark::run));
    private static final String FORECAST = "forecast";

    private DetectionBench() {}

    /** One kind of data. */
    @FunctionalInterface
    interface Run {
        void run(Path data, Path out, java.io.PrintStream console) throws Exception;
    }

    /** Returns whether there is a run of that name. */
    public static boolean knows(String name) {
        return name.equals(FORECAST) || RUNS.containsKey(name);
    }

    /**
     * Runs one.
     *
     * @param args what follows the name
     * @throws IllegalArgumentException when the arguments are not right
     */
    public static void run(String name, String[] args) throws Exception {
        Path data = null;
        Path out = null;
        int horizon = 0;
        int season = 0;
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException("'" + args[i] + "' needs a value");
            }
            switch (args[i]) {
                case "--data" -> data = Path.of(args[i + 1]);
                case "--out" -> out = Path.of(args[i + 1]);
                case "--horizon" -> horizon = steps(name, args[i], args[i + 1]);
                case "--season" -> season = steps(name, args[i], args[i + 1]);
                default -> throw new IllegalArgumentException("unknown argument '" + args[i] + "'");
            }
        }
        if (data == null || out == null) {
            throw new IllegalArgumentException("bench " + name + " needs --data DIR and --out DIR");
        }
        if (!Files.exists(data)) {
            throw new IllegalArgumentException("there is no " + data);
        }
        if (!name.equals(FORECAST)) {
            RUNS.get(name).run(data, out, System.out);
        } else if (horizon == 0 || season == 0) {
            throw new IllegalArgumentException("bench forecast needs --horizon STEPS and --season STEPS");
        } else {
            new ForecastBenchmark(horizon, season).run(data, out, System.out);
        }
    }

    private static int steps(String name, String option, String text) {
        if (!name.equals(FORECAST) || !text.matches("[1-9][0-9]{0,4}")) {
            throw new IllegalArgumentException("bench " + name + " takes no '" + option + " " + text + "'");
        }
        return Integer.parseInt(text);
    }
}
