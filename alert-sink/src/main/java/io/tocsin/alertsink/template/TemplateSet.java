package io.tocsin.alertsink.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The named templates that a configuration can include: Tocsin's own, under Alertmanager's names, and those of the
 * user's files, of which a later one replaces an earlier one. Immutable and thread-safe.
 */
public final class TemplateSet {

    static final Map<String, TemplateFunction> FUNCTIONS = functions();

    private static final List<String> OWN = List.of("default.tmpl", "email.tmpl");
    private static final long MAX_FILE_BYTES = 1 << 20;

    private final Map<String, Definition> definitions;

    private TemplateSet(Map<String, Definition> definitions) {
        this.definitions = Collections.unmodifiableMap(definitions);
    }

    /** Returns Tocsin's own templates. */
    public static TemplateSet defaults() {
        TemplateSet set = new TemplateSet(Map.of());
        for (String name : OWN) {
            try (InputStream in = TemplateSet.class.getResourceAsStream(name)) {
                set = set.with(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return set;
    }

    /**
     * Returns this set with the templates of files.
     *
     * @throws TemplateException naming file, line and column of what is wrong
     * @throws UncheckedIOException when a file cannot be read
     */
    public TemplateSet withFiles(List<Path> files) {
        TemplateSet set = this;
        for (Path file : files) {
            try {
                if (Files.size(file) > MAX_FILE_BYTES) {
                    throw new TemplateException(file + ": the file is larger than " + MAX_FILE_BYTES + " bytes");
                }
                set = set.with(file.toString(), Files.readString(file));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return set;
    }

    /**
     * Returns this set with the templates that a text defines; the text itself is a template named like its file.
     *
     * @throws TemplateException naming line and column of what is wrong
     */
    public TemplateSet with(String name, String text) {
        Parser.Parsed parsed = Parser.parse(new Source(name, text), FUNCTIONS.keySet());
        Map<String, Definition> all = merged(parsed.definitions());
        all.put(name.substring(name.lastIndexOf('/') + 1), parsed.main());
        return new TemplateSet(all);
    }

    /**
     * Parses a template of a configuration.
     *
     * @param name where it stands, for messages
     * @throws TemplateException naming line and column of what is wrong
     */
    public Template parse(String name, String text) {
        Parser.Parsed parsed = Parser.parse(new Source(name, text), FUNCTIONS.keySet());
        return new Template(
                parsed.main(), parsed.definitions().isEmpty() ? definitions : merged(parsed.definitions()), text);
    }

    /** Returns whether there is a template of that name. */
    public boolean defines(String name) {
        return definitions.containsKey(name);
    }

    /** A definition of nothing but space does not replace another one, as in Go. */
    private Map<String, Definition> merged(Map<String, Definition> more) {
        Map<String, Definition> all = new LinkedHashMap<>(definitions);
        more.forEach((name, definition) -> {
            if (!all.containsKey(name) || !isBlank(definition)) {
                all.put(name, definition);
            }
        });
        return all;
    }

    private static boolean isBlank(Definition definition) {
        return definition.body().nodes().stream()
                .allMatch(node -> node instanceof Node.Text text && text.text().isBlank());
    }

    private static Map<String, TemplateFunction> functions() {
        Map<String, TemplateFunction> functions = new HashMap<>();
        GoFunctions.addTo(functions);
        AlertFunctions.addTo(functions);
        return Map.copyOf(functions);
    }
}
