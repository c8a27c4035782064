package io.tocsin.service.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a configuration file says, in whatever form it is written. Immutable.
 *
 * @param values raw texts by dotted name
 * @param notices what the operator should know about it though it is valid; one sentence each
 * @param problems what is wrong with the file itself
 */
public record FileSettings(Map<String, List<String>> values, List<String> notices, List<SettingProblem> problems) {

    /** No file. */
    public static final FileSettings NONE = new FileSettings(Map.of(), List.of(), List.of());

    public FileSettings {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        notices = List.copyOf(notices);
        problems = List.copyOf(problems);
    }

    /** Reads a YAML file. */
    public static FileSettings ofYaml(Path file) {
        List<SettingProblem> problems = new ArrayList<>();
        return new FileSettings(SettingsYaml.read(file, problems), List.of(), problems);
    }
}
