package io.tocsin.processor.rules.language;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.processor.core.incident.CorrelationRule;
import io.tocsin.service.settings.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A rule by which alerts become one incident, as people write it, checked. Immutable.
 *
 * @param id identity
 * @param description more for a person, or empty
 * @param enabled whether it is in force
 * @param rule what it says
 */
public record CorrelationDefinition(String id, String description, boolean enabled, CorrelationRule rule) {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
    private static final Set<String> FIELDS =
            new LinkedHashSet<>(List.of("id", "description", "enabled", "labels", "window"));
    private static final long LEAST_WINDOW_MS = 1_000;
    private static final long GREATEST_WINDOW_MS = 86_400_000;

    /**
     * What came of a document.
     *
     * @param definition the definition; null when there are problems
     * @param problems everything that is wrong, in the order of the document
     */
    public record Reading(CorrelationDefinition definition, List<RuleProblem> problems) {}

    /**
     * Reads one, in JSON or YAML.
     *
     * @param defaultId id of one that names none; empty makes one of its labels
     */
    public static Reading read(String text, String defaultId) {
        List<RuleProblem> problems = new ArrayList<>();
        try {
            CorrelationDefinition read = read(new FieldReader("", DocumentReader.read(text), problems), defaultId);
            return problems.isEmpty() ? new Reading(read, List.of()) : new Reading(null, List.copyOf(problems));
        } catch (DocumentReader.UnreadableException e) {
            return new Reading(null, List.of(e.problem()));
        }
    }

    private static CorrelationDefinition read(FieldReader fields, String defaultId) {
        fields.requireKnown(FIELDS);
        List<String> labels = fields.texts("labels", CorrelationRule.MOST_LABELS, 100);
        for (String label : labels) {
            if (!CorrelationRule.isLabelName(label)) {
                fields.problem(
                        "labels",
                        "'" + label + "' is no name of a label: a letter or _, then letters, digits, _ . and -");
            }
        }
        if (labels.isEmpty() && fields.problems().isEmpty()) {
            fields.problem("labels", "must name 1 to " + CorrelationRule.MOST_LABELS + " labels that agree");
        } else if (new TreeSet<>(labels).size() < labels.size()) {
            fields.problem("labels", "must not name a label twice");
        }
        if (!fields.has("window")) {
            fields.problem("window", "must say how soon after one another alerts come, from 1s to 1d");
        }
        long window = fields.duration("window", LEAST_WINDOW_MS, LEAST_WINDOW_MS, GREATEST_WINDOW_MS);
        String id = fields.text("id", defaultId.isEmpty() ? ofLabels(labels) : defaultId, 100);
        if (!ID.matcher(id).matches()) {
            fields.problem(
                    "id", "must be lower-case letters, digits, '.', '_' and '-', 1 to 100, not starting with a sign");
        }
        String description = fields.text("description", "", 2_000);
        boolean enabled = fields.flag("enabled", true);
        return fields.problems().isEmpty()
                ? new CorrelationDefinition(id, description, enabled, new CorrelationRule(labels, window))
                : null;
    }

    private static String ofLabels(List<String> labels) {
        String id = String.join("-", labels).toLowerCase(java.util.Locale.ROOT).replaceAll("^[^a-z0-9]+", "");
        return id.substring(0, Math.min(100, id.length()));
    }

    /** Returns it in the one form that is stored and shown. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id);
        if (!description.isEmpty()) {
            json.put("description", description);
        }
        json.put("enabled", enabled);
        ArrayNode labels = json.putArray("labels");
        rule.labels().forEach(labels::add);
        json.put("window", DurationText.format(Duration.ofMillis(rule.windowMs())));
        return json;
    }
}
