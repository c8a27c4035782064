package io.tocsin.benchmarks.detection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Series of files with the columns {@code series,index,value}, in any order of rows, several series in a file or several
 * files for a series. The steps of a series are its indices, counted in the least distance between two of them. An empty
 * value, or one that is no finite number, is a gap.
 *
 * @param name name of the series
 * @param file file in which it occurs first, relative to the folder
 * @param values value by step from 0; NaN where there is none
 */
record StepSeries(String name, Path file, double[] values) {

    private static final int MOST_STEPS = 50_000_000;

    /** Reads all series of all files of a folder, or of one file. */
    static List<StepSeries> read(Path data) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(data)) {
            files = all.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
        Map<String, Path> first = new LinkedHashMap<>();
        Map<String, TreeMap<Long, Double>> points = new LinkedHashMap<>();
        for (Path file : files) {
            List<List<String>> rows = Csv.parse(Files.readString(file));
            int series = column(file, rows, "series");
            int index = column(file, rows, "index");
            int value = column(file, rows, "value");
            int needed = Math.max(series, Math.max(index, value)) + 1;
            for (int i = 1; i < rows.size(); i++) {
                List<String> row = rows.get(i);
                if (row.size() == 1 && row.get(0).isBlank()) {
                    continue;
                }
                if (row.size() < needed) {
                    throw new IllegalArgumentException(file + " row " + (i + 1) + " has " + row.size() + " columns");
                }
                String name = row.get(series);
                Path shown = Files.isDirectory(data) ? data.relativize(file) : file.getFileName();
                first.putIfAbsent(name, shown);
                double number = number(file, i, row.get(value));
                if (Double.isFinite(number)) {
                    points.computeIfAbsent(name, n -> new TreeMap<>()).put(index(file, i, row.get(index)), number);
                }
            }
        }
        List<StepSeries> all = new ArrayList<>();
        points.forEach((name, values) -> all.add(new StepSeries(name, first.get(name), steps(name, values))));
        return all;
    }

    private static double[] steps(String name, TreeMap<Long, Double> points) {
        long distance = Long.MAX_VALUE;
        Long before = null;
        for (long index : points.keySet()) {
            distance = before == null ? distance : Math.min(distance, index - before);
            before = index;
        }
        long from = points.firstKey();
        long steps = points.size() == 1 ? 1 : (points.lastKey() - from) / distance + 1;
        if (steps > MOST_STEPS) {
            throw new IllegalArgumentException("series " + name + " has " + steps + " steps");
        }
        double[] values = new double[(int) steps];
        java.util.Arrays.fill(values, Double.NaN);
        for (Map.Entry<Long, Double> point : points.entrySet()) {
            values[points.size() == 1 ? 0 : (int) ((point.getKey() - from) / distance)] = point.getValue();
        }
        return values;
    }

    private static int column(Path file, List<List<String>> rows, String name) {
        int column = rows.isEmpty() ? -1 : rows.get(0).indexOf(name);
        if (column < 0) {
            throw new IllegalArgumentException(file + " has no column " + name);
        }
        return column;
    }

    private static long index(Path file, int row, String text) {
        double number = number(file, row, text);
        if (number != Math.rint(number) || Math.abs(number) > 1e15) {
            throw new IllegalArgumentException(file + " row " + (row + 1) + ": index '" + text + "'");
        }
        return (long) number;
    }

    private static double number(Path file, int row, String text) {
        if (text.isBlank()) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(text.trim());
        } catch (NumberFormatException e) {
            if (text.trim().equalsIgnoreCase("nan")) {
                return Double.NaN;
            }
            throw new IllegalArgumentException(file + " row " + (row + 1) + ": '" + text + "' is no number", e);
        }
    }
}
