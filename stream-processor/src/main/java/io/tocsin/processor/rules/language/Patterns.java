package io.tocsin.processor.rules.language;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tocsin.processor.core.rule.Glob;
import io.tocsin.processor.core.rule.SourceSelector;
import io.tocsin.processor.core.rule.TextPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;

/** Compiles patterns of selectors. Regular expressions are those of RE2, which take time linear in the text. */
public final class Patterns {

    /** What begins a regular expression. */
    static final String REGEX = "~";

    static final int MAX_LENGTH = 200;

    /** How much counted repetitions may multiply a pattern: they are written out when it is compiled. */
    private static final long MAX_REPETITION = 1_000;

    private static final java.util.regex.Pattern REPETITION =
            java.util.regex.Pattern.compile("\\{(\\d{1,9})?,?(\\d{1,9})?\\}");

    private Patterns() {}

    /**
     * Compiles a pattern.
     *
     * @throws IllegalArgumentException when it is none; the message says why
     */
    public static TextPattern compile(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("is longer than " + MAX_LENGTH + " characters");
        }
        if (!text.startsWith(REGEX)) {
            return new Glob(text);
        }
        String regex = text.substring(REGEX.length());
        requireShort(regex);
        try {
            return new Regex(Pattern.compile(regex));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "is no regular expression: " + e.getDescription() + " at '" + e.getPattern() + "'", e);
        }
    }

    /** Compiles all patterns of a selector, which are known to compile. */
    static SourceSelector selector(RuleDefinition.SelectorText text) {
        if (text.equals(RuleDefinition.SelectorText.ALL)) {
            return SourceSelector.ALL;
        }
        Map<String, List<TextPattern>> labels = new TreeMap<>();
        text.labels().forEach((name, patterns) -> labels.put(name, all(patterns)));
        return new SourceSelector(all(text.tenants()), all(text.environments()), all(text.sources()), labels);
    }

    private static List<TextPattern> all(List<String> texts) {
        List<TextPattern> patterns = new ArrayList<>();
        texts.forEach(text -> patterns.add(compile(text)));
        return patterns;
    }

    private static void requireShort(String regex) {
        long product = 1;
        Matcher repetitions = REPETITION.matcher(regex);
        while (repetitions.find()) {
            long most = 1;
            for (int group = 1; group <= 2; group++) {
                String count = repetitions.group(group);
                most = count == null ? most : Math.max(most, Long.parseLong(count));
            }
            product *= most;
            if (product > MAX_REPETITION) {
                throw new IllegalArgumentException(
                        "repeats more than " + MAX_REPETITION + " times in all its counted repetitions");
            }
        }
    }

    private record Regex(Pattern pattern) implements TextPattern {

        @Override
        public boolean matches(String text) {
            return pattern.matches(text);
        }

        @Override
        public String text() {
            return REGEX + pattern.pattern();
        }
    }
}
