package io.tocsin.benchmarks.detection;

import io.tocsin.processor.core.logs.LogTemplate;
import io.tocsin.processor.core.logs.TemplateMiner;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * {@code tocsin bench logs --data DIR --out DIR}: feeds the lines of LogHub samples to the template miner, as a source's
 * lines are fed to it, and writes which template each line got. Nothing but the column Content is looked at. For each
 * folder NAME with NAME_2k.log_structured.csv it writes OUT/streamed/NAME.csv, with the id that was given when the line was
 * seen, and OUT/final/NAME.csv, with what that id stands for at the end (columns: line,cluster,template).
 */
public final class LogsBenchmark {

    private static final String ENDING = "_2k.log_structured.csv";
    /** Passes over a file before time is taken, and while it is. */
    private static final int PASSES = 20;

    private LogsBenchmark() {}

    /** Runs over all folders. */
    public static void run(Path data, Path out, PrintStream console) throws IOException {
        List<Path> folders;
        try (Stream<Path> all = Files.list(data)) {
            folders = all.filter(Files::isDirectory).sorted().toList();
        }
        Files.createDirectories(out.resolve("streamed"));
        Files.createDirectories(out.resolve("final"));
        for (Path folder : folders) {
            String name = folder.getFileName().toString();
            Path file = folder.resolve(name + ENDING);
            if (Files.exists(file)) {
                mine(name, contents(file), out, console);
            }
        }
    }

    private static void mine(String name, List<byte[]> lines, Path out, PrintStream console) throws IOException {
        TemplateMiner miner = new TemplateMiner(TemplateMiner.DEFAULT_MAX_TEMPLATES);
        List<Long> ids = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (byte[] line : lines) {
            LogTemplate template = miner.observe(line, 0, line.length, ids.size());
            ids.add(template.id());
            texts.add(template.text());
        }
        StringBuilder streamed = new StringBuilder("line,cluster,template\n");
        StringBuilder last = new StringBuilder("line,cluster,template\n");
        for (int i = 0; i < ids.size(); i++) {
            row(streamed, i, ids.get(i), texts.get(i));
            LogTemplate found = miner.find(ids.get(i));
            // One that had to go because there were too many keeps the id and the text that the line got.
            row(last, i, found == null ? ids.get(i) : found.id(), found == null ? texts.get(i) : found.text());
        }
        Files.writeString(out.resolve("streamed").resolve(name + ".csv"), streamed);
        Files.writeString(out.resolve("final").resolve(name + ".csv"), last);
        console.printf(
                Locale.ROOT,
                "%-12s %5d lines %4d templates %5d bytes each, %.2f us per line%n",
                name,
                lines.size(),
                miner.templates().size(),
                miner.approximateBytes() / Math.max(1, miner.templates().size()),
                microsPerLine(lines));
    }

    private static double microsPerLine(List<byte[]> lines) {
        long nanos = 0;
        for (int pass = 0; pass < 2 * PASSES; pass++) {
            TemplateMiner miner = new TemplateMiner(TemplateMiner.DEFAULT_MAX_TEMPLATES);
            long start = System.nanoTime();
            for (byte[] line : lines) {
                miner.observe(line, 0, line.length, pass);
            }
            nanos += pass < PASSES ? 0 : System.nanoTime() - start;
        }
        return nanos / 1e3 / PASSES / Math.max(1, lines.size());
    }

    private static void row(StringBuilder out, int index, long id, String text) {
        out.append(index + 1)
                .append(',')
                .append(String.format("%016x", id))
                .append(",\"")
                .append(text.replace("\"", "\"\""))
                .append("\"\n");
    }

    private static List<byte[]> contents(Path file) throws IOException {
        List<List<String>> rows = Csv.parse(Files.readString(file));
        int column = rows.isEmpty() ? -1 : rows.get(0).indexOf("Content");
        if (column < 0) {
            throw new IOException(file + " has no column Content");
        }
        List<byte[]> lines = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            lines.add(row.get(column).getBytes(StandardCharsets.UTF_8));
        }
        return lines;
    }
}
