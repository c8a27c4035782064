package io.tocsin.benchmarks.detection;

import io.tocsin.processor.core.anomaly.SeriesDetector;
import io.tocsin.processor.core.codec.ByteWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * {@code tocsin bench nab --data DIR --out DIR}: feeds each series of the Numenta Anomaly Benchmark to the detector of single
 * series, row by row as closed buckets are fed to it. DIR is the folder of the categories or one that has it as {@code data}.
 * For each CATEGORY/FILE.csv with {@code timestamp,value} it writes one of the same name with
 * {@code timestamp,value,anomaly_score}. A row's score rests on that row and those before it alone.
 */
final class NabBenchmark {

    private NabBenchmark() {}

    static void run(Path data, Path out, PrintStream console) throws IOException {
        Path root = Files.isDirectory(data.resolve("data")) ? data.resolve("data") : data;
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("there is no CATEGORY/FILE.csv in " + root);
        }
        long nanos = 0;
        long rows = 0;
        int bytes = 0;
        for (Path file : files) {
            List<List<String>> table = Csv.parse(Files.readString(file));
            int times = column(file, table, "timestamp");
            int values = column(file, table, "value");
            long[] time = new long[table.size()];
            double[] value = new double[table.size()];
            for (int i = 1; i < table.size(); i++) {
                List<String> row = table.get(i);
                if (row.size() <= Math.max(times, values)) {
                    throw new IllegalArgumentException(file + " row " + (i + 1) + " has " + row.size() + " columns");
                }
                time[i] = time(file, i, row.get(times));
                value[i] = number(file, i, row.get(values));
            }
            SeriesDetector detector = new SeriesDetector();
            double[] score = new double[table.size()];
            long start = System.nanoTime();
            for (int i = 1; i < score.length; i++) {
                score[i] = detector.step(time[i], value[i]);
            }
            nanos += System.nanoTime() - start;
            rows += score.length - 1;
            bytes = Math.max(bytes, stored(detector));
            StringBuilder text = new StringBuilder("timestamp,value,anomaly_score\n");
            for (int i = 1; i < score.length; i++) {
                text.append(table.get(i).get(times))
                        .append(',')
                        .append(table.get(i).get(values));
                text.append(',').append(score[i]).append('\n');
            }
            Path result = out.resolve(root.relativize(file).toString());
            Files.createDirectories(result.toAbsolutePath().getParent());
            Files.writeString(result, text);
        }
        console.printf(
                Locale.ROOT,
                "%d series, %d rows, %.2f us per row, at most %d bytes stored and %d in memory per series%n",
                files.size(),
                rows,
                nanos / 1e3 / Math.max(1, rows),
                bytes,
                new SeriesDetector().approximateBytes());
    }

    private static int stored(SeriesDetector detector) {
        ByteWriter writer = new ByteWriter(4096);
        detector.writeTo(writer);
        return writer.size();
    }

    private static int column(Path file, List<List<String>> table, String name) {
        int column = table.isEmpty() ? -1 : table.get(0).indexOf(name);
        if (column < 0) {
            throw new IllegalArgumentException(file + " has no column " + name);
        }
        return column;
    }

    private static long time(Path file, int row, String text) {
        try {
            return LocalDateTime.parse(text.strip().replace(' ', 'T'))
                    .toInstant(ZoneOffset.UTC)
                    .toEpochMilli();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(file + " row " + (row + 1) + ": '" + text + "' is no time", e);
        }
    }

    private static double number(Path file, int row, String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(file + " row " + (row + 1) + ": '" + text + "' is no number", e);
        }
    }
}
