package io.tocsin.alertsink.template;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Finds the files that the key {@code templates} of a configuration names. Stateless. */
public final class TemplateFiles {

    private static final int MAX_FILES = 1_000;

    private TemplateFiles() {}

    /**
     * Returns the files that match a pattern of Go's filepath.Match, sorted; a pattern that matches nothing is not an error.
     *
     * @param directory directory of the configuration, from which relative patterns count
     * @throws IllegalArgumentException when the pattern is malformed or matches too many files
     * @throws IOException when a directory cannot be read
     */
    public static List<Path> matching(Path directory, String pattern) throws IOException {
        Path whole = directory.resolve(pattern).toAbsolutePath().normalize();
        List<Path> found = new ArrayList<>(List.of(whole.getRoot()));
        for (Path part : whole) {
            List<Path> next = new ArrayList<>();
            for (Path each : found) {
                next.addAll(below(each, part.toString()));
            }
            if (next.size() > MAX_FILES) {
                throw new IllegalArgumentException("the pattern matches more than " + MAX_FILES + " files");
            }
            found = next;
        }
        return found.stream().filter(Files::isRegularFile).sorted().toList();
    }

    private static List<Path> below(Path directory, String part) throws IOException {
        if (part.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0)) {
            Path one = directory.resolve(part);
            return Files.exists(one) ? List.of(one) : List.of();
        }
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        PathMatcher matcher;
        try {
            String braces = part.replace("{", "\\{").replace("}", "\\}").replace("[^", "[!");
            matcher = FileSystems.getDefault().getPathMatcher("glob:" + braces);
        } catch (PatternSyntaxException malformed) {
            throw new IllegalArgumentException("syntax error in pattern: " + part, malformed);
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(each -> matcher.matches(each.getFileName())).toList();
        }
    }
}
