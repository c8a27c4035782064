package io.tocsin.alertsink;

import io.tocsin.alertsink.template.TemplateSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The templates that a configuration names. Stateless. */
final class TemplateFiles {

    private TemplateFiles() {}

    /**
     * Returns the built-in templates and those of the files that patterns match; the last part of a path may have
     * wildcards, and one that matches nothing is no error.
     *
     * @throws IllegalArgumentException when a file cannot be read or is no template
     */
    static TemplateSet load(List<String> patterns) {
        List<Path> files = new ArrayList<>();
        for (String each : patterns) {
            Path pattern = Path.of(each);
            Path folder = pattern.getParent() == null ? Path.of("") : pattern.getParent();
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> found =
                        Files.newDirectoryStream(folder, pattern.getFileName().toString())) {
                    List<Path> sorted = new ArrayList<>();
                    found.forEach(sorted::add);
                    sorted.sort(null);
                    files.addAll(sorted);
                } catch (IOException unreadable) {
                    throw new IllegalArgumentException("templates: " + folder + " cannot be read", unreadable);
                }
            }
        }
        try {
            return TemplateSet.defaults().withFiles(files);
        } catch (UncheckedIOException unreadable) {
            throw new IllegalArgumentException("templates: " + unreadable.getMessage(), unreadable);
        }
    }
}
