package io.tocsin.benchmarks.detection;

import io.tocsin.processor.core.anomaly.multi.MetricRow;
import io.tocsin.processor.core.anomaly.multi.MultiMetricModel;
import io.tocsin.processor.core.anomaly.multi.MultiMetricSettings;
import io.tocsin.processor.core.anomaly.multi.MultiMetricVerdict;
import io.tocsin.processor.core.anomaly.multi.MultiMetricWorkspace;
import io.tocsin.processor.core.codec.ByteWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * {@code tocsin bench smd --data DIR --out DIR}: feeds each {@code machine-*.csv[.gz]} of DIR or of DIR/data (columns
 * {@code t,m0,m1..}, a row a minute) to the model that judges the metrics of a source together, row by row, and writes
 * {@code OUT/machine-*.csv} with the columns {@code t,anomaly_score,alarm}. An empty field is a metric that the minute lacks;
 * a row that cannot be judged scores 0.
 */
public final class SmdBenchmark {

    private static final String PREFIX = "machine-";

    private SmdBenchmark() {}

    /** Runs over all machines. */
    public static void run(Path data, Path out, PrintStream console) throws IOException {
        Path folder = Files.isDirectory(data.resolve("data")) ? data.resolve("data") : data;
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(SmdBenchmark::isMachine).sorted().toList();
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("no machine-*.csv or machine-*.csv.gz in " + folder);
        }
        Files.createDirectories(out);
        for (Path file : files) {
            judge(file, out, console);
        }
    }

    private static void judge(Path file, Path out, PrintStream console) throws IOException {
        String name = file.getFileName().toString().replaceAll("\\.csv(\\.gz)?$", "");
        StringBuilder text = new StringBuilder("t,anomaly_score,alarm\n");
        MultiMetricModel model = new MultiMetricModel();
        MultiMetricWorkspace workspace = new MultiMetricWorkspace();
        MetricRow row = new MetricRow();
        long nanos = 0;
        int rows = 0;
        int alarms = 0;
        try (BufferedReader lines = open(file)) {
            String[] head = split(lines.readLine());
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = split(line);
                if (fields.length != head.length) {
                    throw new IOException(
                            file + " row " + rows + ": " + fields.length + " fields under " + head.length);
                }
                row.clear();
                for (int i = 1; i < fields.length; i++) {
                    if (!fields[i].isEmpty()) {
                        row.add(head[i], Double.parseDouble(fields[i]));
                    }
                }
                long start = System.nanoTime();
                MultiMetricVerdict verdict = model.step(row, MultiMetricSettings.DEFAULT, workspace);
                nanos += System.nanoTime() - start;
                boolean alarm = verdict != null && verdict.alarm();
                alarms += alarm && verdict.rowsInAlarm() == 1 ? 1 : 0;
                text.append(fields[0])
                        .append(',')
                        .append(verdict == null ? 0 : verdict.score())
                        .append(alarm ? ",1\n" : ",0\n");
                rows++;
            }
        } catch (NumberFormatException e) {
            throw new IOException(file + " row " + rows + ": " + e.getMessage(), e);
        }
        Files.writeString(out.resolve(name + ".csv"), text);
        ByteWriter writer = new ByteWriter(1024);
        model.writeTo(writer);
        console.printf(
                Locale.ROOT,
                "%-14s %6d rows %3d alarms, %.1f us per row, %d bytes in memory, %d stored%n",
                name,
                rows,
                alarms,
                nanos / 1e3 / Math.max(1, rows),
                model.approximateBytes(),
                writer.size());
    }

    private static boolean isMachine(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(PREFIX) && (name.endsWith(".csv") || name.endsWith(".csv.gz"));
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
    }

    private static String[] split(String line) throws IOException {
        if (line == null) {
            throw new IOException("an empty file");
        }
        return line.split(",", -1);
    }
}
