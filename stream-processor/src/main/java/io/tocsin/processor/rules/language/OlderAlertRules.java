package io.tocsin.processor.rules.language;

import io.tocsin.processor.core.model.Decision;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.rule.BuiltInRules;
import io.tocsin.processor.core.rule.Comparison;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleLevel;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the {@code alert_rules} of an {@link OlderConfiguration}: a list of rules, or an object with a rule for each name. A
 * value above the threshold breaks a rule; {@code duration} is for how long, in seconds or as a text. What sources do not
 * report as a metric but Tocsin works out, error rate and throughput, is looked at both ways. Not thread-safe.
 */
final class OlderAlertRules {

    private static final Set<String> FIELDS = new LinkedHashSet<>(
            List.of("name", "metric_name", "threshold", "severity", "duration", "enabled", "description"));
    private static final int MOST = 1_000;

    /** What else a metric is called. */
    private static final Map<String, List<String>> METRICS = Map.of(
            "response_time", BuiltInRules.RESPONSE_TIME.metrics(),
            "latency", BuiltInRules.LATENCY.metrics(),
            "resource_usage", List.of("cpu_usage", "memory_usage", "disk_usage"));

    /** What is worked out, and over how long. */
    private static final Map<String, String> WORKED_OUT = Map.of("error_rate", "5m", "throughput", "1m");

    private static final Set<String> BUILT_IN =
            BuiltInRules.ALL.stream().map(Rule::id).collect(Collectors.toUnmodifiableSet());

    private final DocumentNode node;
    private final List<RuleProblem> problems;
    private final Set<String> ids = new HashSet<>();

    OlderAlertRules(DocumentNode node, List<RuleProblem> problems) {
        this.node = node;
        this.problems = problems;
    }

    /** Adds the rules; those with an error are noted as problems. */
    void addTo(List<RuleDefinition> definitions) {
        if (node.isMap()) {
            node.map().forEach((name, rule) -> add("alert_rules." + name, rule, name, definitions));
        } else if (node.isList() && node.list().size() <= MOST) {
            for (int i = 0; i < node.list().size(); i++) {
                add("alert_rules[" + i + "]", node.list().get(i), null, definitions);
            }
        } else {
            problems.add(RuleProblem.at("alert_rules", node, "must be a list of at most " + MOST + " rules"));
        }
    }

    private void add(String path, DocumentNode rule, String name, List<RuleDefinition> definitions) {
        if (!rule.isMap()) {
            problems.add(RuleProblem.at(path, rule, "must be an object"));
            return;
        }
        FieldReader fields = new FieldReader(path, rule, problems);
        fields.requireKnown(FIELDS);
        String title = fields.text("name", name, 200);
        String metric = fields.text("metric_name", null, 512);
        require(fields, "name", title);
        require(fields, "metric_name", metric);
        if (!fields.has("threshold")) {
            fields.problem("threshold", "must be a number");
        }
        double threshold = fields.number("threshold", 0);
        if ("error_rate".equals(metric) && (threshold < 0 || threshold > 1)) {
            fields.problem("threshold", "must be a share from 0 to 1 for error_rate, such as 0.1");
        }
        Severity severity = fields.constant("severity", Severity.WARNING, Severity.class);
        long forMs = fields.duration("duration", 0, 0, RuleReader.MAX_FOR_MS);
        boolean enabled = fields.flag("enabled", true);
        String description = fields.text("description", "", 2_000);
        if (title == null || metric == null) {
            return;
        }
        String window = WORKED_OUT.get(metric);
        String expression = window == null ? null : expression(metric, window, threshold);
        definitions.add(new RuleDefinition(
                id(fields, title),
                title,
                description,
                enabled,
                expression == null ? Rule.Kind.THRESHOLD : Rule.Kind.EXPRESSION,
                expression == null ? METRICS.getOrDefault(metric, List.of(metric)) : List.of(),
                null,
                0,
                Comparison.ABOVE,
                List.of(new RuleLevel(
                        severity,
                        expression == null ? threshold : 0.5,
                        severity.compareTo(Severity.CRITICAL) >= 0 ? Decision.ESCALATE : Decision.CONTINUE)),
                expression,
                null,
                List.of(),
                0,
                forMs,
                Rule.AS_SET,
                0,
                "",
                1,
                RuleDefinition.SelectorText.ALL,
                Map.of(),
                List.of()));
    }

    private static void require(FieldReader fields, String field, String text) {
        if (text == null ? !fields.has(field) : text.isBlank()) {
            fields.problem(field, "must be a text of at least one character");
        }
    }

    private String id(FieldReader fields, String title) {
        String id = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        id = id.substring(0, Math.min(95, id.length()));
        if (BUILT_IN.contains(id)) {
            // The rule comes beside the built-in one and not in its place.
            id += "-rule";
        }
        if (id.isEmpty() || id.equals("check") || id.equals("backtests")) {
            fields.problem("name", "must be another one: it makes no id for the rule");
        } else if (!ids.add(id)) {
            fields.problem("name", "must be another one: there is a rule '" + id + "' already");
        }
        return id;
    }

    private static String expression(String metric, String window, double threshold) {
        return metric + "(\"" + window + "\") > " + threshold + " || last(\"" + metric + "\", \"5m\") > " + threshold;
    }
}
