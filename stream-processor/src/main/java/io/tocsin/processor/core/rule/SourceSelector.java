package io.tocsin.processor.core.rule;

import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.SourceId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which sources a rule is about: all of its conditions must hold. Immutable; safe for any number of threads. */
public final class SourceSelector {

    /** Every source. */
    public static final SourceSelector ALL = new SourceSelector(List.of(), List.of(), List.of(), Map.of());

    private final List<TextPattern> tenants;
    private final List<TextPattern> environments;
    private final List<TextPattern> names;
    private final Map<String, List<TextPattern>> labels;

    /**
     * Makes a selector. An empty list means any; otherwise one of its patterns must match.
     *
     * @param tenants patterns of tenants
     * @param environments patterns of environments
     * @param names patterns of source names
     * @param labels patterns of values by the name of the label; a source without the label has the value ""
     */
    public SourceSelector(
            List<TextPattern> tenants,
            List<TextPattern> environments,
            List<TextPattern> names,
            Map<String, List<TextPattern>> labels) {
        this.tenants = List.copyOf(tenants);
        this.environments = List.copyOf(environments);
        this.names = List.copyOf(names);
        this.labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** Returns whether it depends on labels, which may change in the life of a source. */
    public boolean looksAtLabels() {
        return !labels.isEmpty();
    }

    /** Returns whether a source is meant. */
    public boolean matches(SourceId source, LabelSet sourceLabels) {
        if (this == ALL) {
            return true;
        }
        if (!any(tenants, source.tenant()) || !any(environments, source.environment()) || !any(names, source.name())) {
            return false;
        }
        for (Map.Entry<String, List<TextPattern>> label : labels.entrySet()) {
            String value = sourceLabels.get(label.getKey());
            if (!any(label.getValue(), value == null ? "" : value)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the same text for selectors that were written alike. */
    String text() {
        StringBuilder text = new StringBuilder();
        append(text, tenants);
        append(text, environments);
        append(text, names);
        labels.forEach((name, patterns) -> append(text.append(name).append('='), patterns));
        return text.toString();
    }

    private static void append(StringBuilder text, List<TextPattern> patterns) {
        for (TextPattern pattern : patterns) {
            text.append(pattern.getClass().getSimpleName())
                    .append(':')
                    .append(pattern.text())
                    .append('\n');
        }
        text.append('\n');
    }

    private static boolean any(List<TextPattern> patterns, String text) {
        if (patterns.isEmpty()) {
            return true;
        }
        for (TextPattern pattern : patterns) {
            if (pattern.matches(text)) {
                return true;
            }
        }
        return false;
    }
}
