package io.tocsin.service.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads a YAML file into dotted names and their raw texts.
 *
 * <p>No scalar is interpreted here ({@code 010}, {@code yes} and {@code 1_000} stay what was written): the setting's type
 * does that, so that a file and the environment mean the same by the same text.
 */
final class SettingsYaml {

    private static final int MAX_DEPTH = 20;
    private static final int MAX_CODE_POINTS = 1 << 20;

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final List<SettingProblem> problems;

    private SettingsYaml(List<SettingProblem> problems) {
        this.problems = problems;
    }

    /**
     * Reads the file.
     *
     * @param problems receives what is wrong with the file
     * @return raw texts by dotted name
     */
    static Map<String, List<String>> read(Path file, List<SettingProblem> problems) {
        SettingsYaml reader = new SettingsYaml(problems);
        try (Reader text = Files.newBufferedReader(file)) {
            reader.document(yaml().load(text));
        } catch (CharacterCodingException e) {
            problems.add(new SettingProblem(file.toString(), "is not UTF-8"));
        } catch (IOException e) {
            problems.add(new SettingProblem(
                    file.toString(), "cannot be read (" + e.getClass().getSimpleName() + ")"));
        } catch (YAMLException e) {
            problems.add(new SettingProblem(file.toString(), "is not valid YAML: " + e.getMessage()));
        }
        return reader.values;
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(10);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_CODE_POINTS);
        DumperOptions dumping = new DumperOptions();
        return new Yaml(new SafeConstructor(options), new Representer(dumping), dumping, options, new TextOnly());
    }

    private void document(Object root) {
        if (root == null || "".equals(root)) {
            return;
        }
        if (root instanceof Map<?, ?> map) {
            mapping("", map);
        } else {
            problems.add(new SettingProblem("the file", "holds no mapping of names to values"));
        }
    }

    private void mapping(String prefix, Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = prefix + entry.getKey();
            Object value = entry.getValue();
            if (value instanceof Map<?, ?> nested) {
                mapping(name + '.', nested);
            } else if (value instanceof List<?> list) {
                sequence(name, list);
            } else {
                put(name, List.of(value == null ? "" : value.toString()));
            }
        }
    }

    private void sequence(String name, List<?> list) {
        List<String> texts = new ArrayList<>();
        for (Object element : list) {
            if (element instanceof Map || element instanceof List) {
                problems.add(new SettingProblem(name, "holds nested elements; expected a plain list"));
                return;
            }
            texts.add(element == null ? "" : element.toString());
        }
        put(name, texts);
    }

    private void put(String name, List<String> texts) {
        if (values.putIfAbsent(name, texts) != null) {
            problems.add(new SettingProblem(name, "is there twice, once nested and once dotted"));
        }
    }

    /** Leaves every plain scalar a text. */
    private static final class TextOnly extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.MERGE, MERGE, "<", 10);
        }
    }
}
