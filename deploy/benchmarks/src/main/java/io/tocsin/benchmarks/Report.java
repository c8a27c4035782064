package io.tocsin.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/** Numbers of one run, printed as they come and written as JSON at the end. Not thread-safe. */
public final class Report {

    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final ObjectNode root = json.createObjectNode();
    private final PrintStream out;

    /** Makes an empty report that prints to a stream. */
    public Report(PrintStream out) {
        this.out = out;
    }

    /** Prints a heading. */
    public void heading(String text) {
        out.println();
        out.println("== " + text);
    }

    /** Prints a line that is no number, such as what a number means. */
    public void say(String format, Object... arguments) {
        out.println("   " + String.format(Locale.ROOT, format, arguments));
    }

    /**
     * Records a number.
     *
     * @param unit printed behind the number
     * @param value the number, kept with at most three digits behind the point
     * @param path names of the enclosing objects and of the field
     */
    public void put(String unit, double value, String... path) {
        ObjectNode node = root;
        for (int i = 0; i < path.length - 1; i++) {
            node = node.withObject("/" + path[i]);
        }
        double rounded = Math.round(value * 1000) / 1000.0;
        node.put(path[path.length - 1], rounded);
        out.printf(Locale.ROOT, "   %-44s %,16.2f %s%n", String.join(".", path), rounded, unit);
    }

    /** Writes all numbers. */
    public void write(Path file) throws IOException {
        json.writeValue(file.toFile(), root);
    }
}
