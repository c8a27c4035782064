package io.tocsin.processor.rules;

import io.tocsin.processor.rules.language.OlderConfiguration;
import io.tocsin.processor.rules.language.RuleDefinition;
import io.tocsin.processor.rules.language.RuleLanguage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules that a processor starts with: the built-in pack, and behind it those of files, of which a later one stands in
 * the place of an earlier one with the same id. Immutable.
 */
public final class RulePacks {

    /** Origin of rules that are shipped. */
    public static final String BUILT_IN = "built-in";
    /** Origin of rules from files. */
    public static final String FILE = "file";

    private final Map<String, PackedRule> rules;

    private RulePacks(Map<String, PackedRule> rules) {
        this.rules = rules;
    }

    /**
     * A rule of a pack.
     *
     * @param definition the rule
     * @param compiled the same, compiled
     * @param origin {@link #BUILT_IN} or {@link #FILE}
     */
    public record PackedRule(RuleDefinition definition, io.tocsin.processor.core.rule.Rule compiled, String origin) {}

    /** Returns the built-in pack. */
    public static RulePacks builtIn() {
        return of(List.of());
    }

    /**
     * Returns the built-in pack and the rules of files: packs, or configurations of the earlier system.
     *
     * @throws IllegalArgumentException when a file cannot be read or holds an error; the message says which and where
     */
    public static RulePacks of(List<Path> files) {
        Map<String, PackedRule> rules = new LinkedHashMap<>();
        add(rules, reading("built-in rules", builtInText()), BUILT_IN);
        for (Path file : files) {
            try {
                add(rules, reading(file.toString(), Files.readString(file)), FILE);
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "rules file " + file + " cannot be read ("
                                + e.getClass().getSimpleName() + ")",
                        e);
            }
        }
        return new RulePacks(rules);
    }

    /** Returns the rules in order. */
    public Collection<PackedRule> rules() {
        return rules.values();
    }

    /** Returns the rule with an id, or null. */
    public PackedRule byId(String id) {
        return rules.get(id);
    }

    private static void add(Map<String, PackedRule> rules, RuleLanguage.Reading reading, String origin) {
        for (int i = 0; i < reading.rules().size(); i++) {
            RuleDefinition definition = reading.definitions().get(i);
            rules.put(
                    definition.id(), new PackedRule(definition, reading.rules().get(i), origin));
        }
    }

    private static RuleLanguage.Reading reading(String name, String text) {
        RuleLanguage.Reading reading =
                OlderConfiguration.read(text).map(OlderConfiguration::rules).orElseGet(() -> RuleLanguage.pack(text));
        if (!reading.isGood()) {
            List<String> problems = new ArrayList<>();
            reading.problems().forEach(problem -> problems.add(problem.text()));
            throw new IllegalArgumentException(name + ": " + String.join("; ", problems));
        }
        return reading;
    }

    private static String builtInText() {
        try (InputStream pack = RulePacks.class.getResourceAsStream("/rules/built-in.yaml")) {
            return new String(pack.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
