package io.tocsin.processor.rules.language;

import io.tocsin.processor.core.forecast.LimitForecast;
import io.tocsin.processor.core.logs.LogSignal;
import io.tocsin.processor.core.model.Decision;
import io.tocsin.processor.core.model.Finding;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.rule.Aggregation;
import io.tocsin.processor.core.rule.Comparison;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleLevel;
import io.tocsin.processor.core.rule.Statistic;
import io.tocsin.processor.rules.language.RuleDefinition.SelectorText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Makes a definition of a rule from a node of a document, or says everything that is wrong with it. Stateless. */
final class RuleReader {

    /** Longest duration of "for" and of "keep_firing_for". */
    static final long MAX_FOR_MS = 7 * 86_400_000L;

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
    private static final Set<String> FIELDS = new LinkedHashSet<>(List.of(
            "id",
            "title",
            "name",
            "description",
            "enabled",
            "check",
            "metric",
            "metrics",
            "aggregation",
            "window",
            "comparison",
            "threshold",
            "severity",
            "advice",
            "levels",
            "expression",
            "finding",
            "detectors",
            "horizon",
            "for",
            "keep_firing_for",
            "minimum_samples",
            "unit",
            "scale",
            "selector",
            "labels",
            "suggestions"));
    private static final List<String> FINDINGS = List.of(
            Finding.ANOMALY, Finding.LIMIT_AHEAD, LogSignal.NEW, LogSignal.RARE, LogSignal.BURST, LogSignal.VANISHED);
    private static final Map<String, String> COMPARISON_WORDS =
            Map.of("gt", ">", "gte", ">=", "lt", "<", "lte", "<=", "eq", "==", "ne", "!=", "above", ">", "below", "<");
    private static final Map<String, String> AGGREGATION_WORDS =
            Map.of("avg", "mean", "average", "mean", "std", "stddev", "median", "p50", "trend", "slope");

    private final FieldReader fields;
    private final String defaultId;

    private RuleReader(FieldReader fields, String defaultId) {
        this.fields = fields;
        this.defaultId = defaultId;
    }

    /**
     * Reads a rule.
     *
     * @param defaultId id of a rule that names none; empty makes that a problem
     * @param problems takes what is wrong; the result is of no use when it took anything
     */
    static RuleDefinition read(String path, DocumentNode node, String defaultId, List<RuleProblem> problems) {
        return new RuleReader(new FieldReader(path, node, problems), defaultId).definition();
    }

    private RuleDefinition definition() {
        fields.requireKnown(FIELDS);
        String id = fields.text("id", defaultId, 100);
        if (id.equals("check") || id.equals("backtests")) {
            fields.problem("id", "must be another one: " + id + " is a path");
        } else if (!ID.matcher(id).matches()) {
            fields.problem(
                    "id", "must be lower-case letters, digits, '.', '_' and '-', 1 to 100, not starting with a sign");
        }
        String title = fields.text("title", fields.text("name", id, 200), 200);
        String expression = fields.text("expression", null, CelCompiler.MAX_LENGTH);
        Aggregation aggregation = aggregation();
        Rule.Kind check = check(aggregation);
        List<String> metrics = metrics(check, aggregation);
        Comparison comparison = comparison();
        String finding = finding(check, comparison);
        List<RuleLevel> levels = levels(check, comparison);
        return new RuleDefinition(
                id,
                title,
                fields.text("description", "", 2_000),
                fields.flag("enabled", true),
                check,
                metrics,
                aggregation,
                window(check),
                comparison,
                levels,
                expression,
                finding,
                fields.texts("detectors", 10, 40),
                horizon(finding),
                fields.duration("for", 0, 0, MAX_FOR_MS),
                fields.duration("keep_firing_for", Rule.AS_SET, 0, MAX_FOR_MS),
                fields.whole("minimum_samples", 0, 1_000_000),
                fields.text("unit", "", 20),
                fields.number("scale", 1),
                selector(),
                labels(),
                fields.texts("suggestions", 10, 500));
    }

    private Rule.Kind check(Aggregation aggregation) {
        Rule.Kind derived = fields.has("expression")
                ? Rule.Kind.EXPRESSION
                : fields.has("finding")
                        ? Rule.Kind.EPISODE
                        : aggregation == null || aggregation == Aggregation.LAST && !fields.has("window")
                                ? Rule.Kind.THRESHOLD
                                : Rule.Kind.STATISTIC;
        return fields.constant("check", derived, Rule.Kind.class);
    }

    private String finding(Rule.Kind check, Comparison comparison) {
        String finding = fields.text("finding", null, 64);
        if (finding == null) {
            if (fields.has("detectors")) {
                fields.problem("detectors", "has no meaning without finding");
            }
            return null;
        }
        if (check != Rule.Kind.EPISODE) {
            fields.problem("finding", "has no meaning for this rule");
        } else if (!FINDINGS.contains(finding)) {
            fields.problem("finding", "must be one of " + String.join(", ", FINDINGS) + ", is '" + finding + "'");
        }
        boolean ahead = finding.equals(Finding.LIMIT_AHEAD);
        for (String meaningless :
                List.of("aggregation", ahead ? "levels" : "comparison", ahead ? "detectors" : "unit")) {
            if (fields.has(meaningless)) {
                fields.problem(meaningless, "has no meaning for this rule");
            }
        }
        if (ahead && !comparison.isUpper() && !comparison.isLower()) {
            fields.problem("comparison", "must be > or <: on which side of the limit the metric comes to lie");
        }
        return finding;
    }

    private long horizon(String finding) {
        if (!Finding.LIMIT_AHEAD.equals(finding)) {
            if (fields.has("horizon")) {
                fields.problem("horizon", "has no meaning for this rule");
            }
            return 0;
        }
        return fields.duration(
                "horizon", LimitForecast.HORIZON_MS, LimitForecast.LEAST_HORIZON_MS, LimitForecast.HORIZON_MS);
    }

    private Aggregation aggregation() {
        String text = fields.text("aggregation", null, 64);
        if (text == null) {
            return null;
        }
        String name = text.toLowerCase(Locale.ROOT);
        Aggregation aggregation = Aggregation.ofName(AGGREGATION_WORDS.getOrDefault(name, name));
        if (aggregation == null) {
            List<String> names = new ArrayList<>();
            for (Aggregation each : Aggregation.values()) {
                names.add(each.text());
            }
            fields.problem("aggregation", "must be one of " + String.join(", ", names) + ", is '" + text + "'");
        }
        return aggregation;
    }

    private List<String> metrics(Rule.Kind check, Aggregation aggregation) {
        List<String> metrics = fields.texts(fields.has("metrics") ? "metrics" : "metric", 20, 512);
        boolean ahead = Finding.LIMIT_AHEAD.equals(fields.plain("finding"));
        boolean needed = check == Rule.Kind.THRESHOLD
                || ahead
                || check == Rule.Kind.STATISTIC && aggregation != null && aggregation.ofMetric();
        boolean possible = needed || check == Rule.Kind.RATIO || fields.has("finding");
        if (needed && metrics.isEmpty() && !fields.has("metric") && !fields.has("metrics")) {
            fields.problem("metric", "must say which metric the rule looks at");
        } else if (!possible && !metrics.isEmpty()) {
            fields.problem(fields.has("metrics") ? "metrics" : "metric", "has no meaning for this rule");
        } else if (check == Rule.Kind.STATISTIC && metrics.size() > 1) {
            fields.problem("metrics", "must be one metric for a rule over a window");
        }
        return metrics;
    }

    private long window(Rule.Kind check) {
        if (check != Rule.Kind.STATISTIC) {
            if (fields.has("window")) {
                fields.problem("window", "has no meaning for this rule");
            }
            return 0;
        }
        if (!fields.has("window")) {
            fields.problem("window", "must say over how long, from 1m to 24h");
            return Statistic.LEAST_WINDOW_MS;
        }
        return fields.duration(
                "window", Statistic.LEAST_WINDOW_MS, Statistic.LEAST_WINDOW_MS, Statistic.GREATEST_WINDOW_MS);
    }

    private Comparison comparison() {
        String text = fields.text("comparison", ">", 16);
        Comparison comparison = Comparison.ofSign(COMPARISON_WORDS.getOrDefault(text.toLowerCase(Locale.ROOT), text));
        if (comparison == null) {
            fields.problem("comparison", "must be one of >, >=, <, <=, ==, !=, is '" + text + "'");
            return Comparison.ABOVE;
        }
        return comparison;
    }

    private List<RuleLevel> levels(Rule.Kind check, Comparison comparison) {
        boolean limited = check != Rule.Kind.EXPRESSION
                && check != Rule.Kind.FINDING
                && (check != Rule.Kind.EPISODE || Finding.LIMIT_AHEAD.equals(fields.plain("finding")));
        if (!fields.has("levels")) {
            return List.of(level(fields, check, limited));
        }
        DocumentNode node = fields.node("levels");
        if (!node.isList() || node.list().isEmpty() || node.list().size() > 2) {
            fields.problem("levels", "must be a list of one or two levels");
            return List.of(new RuleLevel(Severity.WARNING, 0, Decision.CONTINUE));
        }
        for (String single : List.of("threshold", "severity", "advice")) {
            if (fields.has(single)) {
                fields.problem(single, "must not be given besides levels");
            }
        }
        List<RuleLevel> levels = new ArrayList<>();
        for (int i = 0; i < node.list().size(); i++) {
            FieldReader level = new FieldReader("levels[" + i + "]", node.list().get(i), fields.problems());
            level.requireKnown(new LinkedHashSet<>(List.of("threshold", "severity", "advice")));
            levels.add(level(level, check, limited));
        }
        if (levels.size() == 2 && !inOrder(levels, comparison)) {
            fields.problem("levels", "must go from the milder to the worse, in threshold and in severity");
        }
        return levels;
    }

    private static RuleLevel level(FieldReader fields, Rule.Kind check, boolean limited) {
        if (limited && !fields.has("threshold")) {
            fields.problem("threshold", "must be a number");
        } else if (!limited && fields.has("threshold") && check == Rule.Kind.EXPRESSION) {
            fields.problem("threshold", "has no meaning for this rule");
        } else if (check == Rule.Kind.EPISODE && !limited && !isScore(fields.number("threshold", 0))) {
            fields.problem("threshold", "must be a score from 0 to 1");
        }
        Severity severity = fields.constant("severity", Severity.WARNING, Severity.class);
        Decision advice = fields.constant(
                "advice",
                severity.compareTo(Severity.CRITICAL) >= 0 ? Decision.ESCALATE : Decision.CONTINUE,
                Decision.class);
        double limit = check == Rule.Kind.EXPRESSION ? 0.5 : fields.number("threshold", 0);
        return new RuleLevel(severity, limit, advice);
    }

    private static boolean isScore(double value) {
        return value >= 0 && value <= 1;
    }

    private static boolean inOrder(List<RuleLevel> levels, Comparison comparison) {
        double low = levels.get(0).limit();
        double high = levels.get(1).limit();
        boolean worse = comparison.isUpper() ? low < high : comparison.isLower() && low > high;
        return worse && levels.get(0).severity().compareTo(levels.get(1).severity()) < 0;
    }

    private SelectorText selector() {
        if (!fields.has("selector")) {
            return SelectorText.ALL;
        }
        FieldReader selector = new FieldReader(fields.path("selector"), fields.node("selector"), fields.problems());
        selector.requireKnown(new LinkedHashSet<>(List.of("tenants", "environments", "sources", "labels")));
        Map<String, List<String>> labels = new TreeMap<>();
        FieldReader inner = selector.has("labels")
                ? new FieldReader(selector.path("labels"), selector.node("labels"), fields.problems())
                : null;
        selector.object("labels", 20).keySet().forEach(name -> labels.put(name, patterns(inner, name)));
        return new SelectorText(
                patterns(selector, "tenants"),
                patterns(selector, "environments"),
                patterns(selector, "sources"),
                labels);
    }

    private static List<String> patterns(FieldReader of, String name) {
        List<String> patterns = of.texts(name, 50, Patterns.MAX_LENGTH);
        for (String pattern : patterns) {
            try {
                Patterns.compile(pattern);
            } catch (IllegalArgumentException e) {
                of.problem(name, e.getMessage());
            }
        }
        return patterns;
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        fields.object("labels", 20).forEach((name, value) -> {
            if (name.isEmpty() || name.length() > 100) {
                fields.problem("labels", "must have names of 1 to 100 characters");
            } else if (!(value.value() instanceof String text) || text.length() > 200) {
                fields.problems()
                        .add(RuleProblem.at(
                                fields.path("labels." + name), value, "must be a text of at most 200 characters"));
            } else {
                labels.put(name, text);
            }
        });
        return labels;
    }
}
