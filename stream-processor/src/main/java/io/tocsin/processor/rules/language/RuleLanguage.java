package io.tocsin.processor.rules.language;

import io.tocsin.processor.core.rule.Aggregation;
import io.tocsin.processor.core.rule.BuiltInRules;
import io.tocsin.processor.core.rule.Expression;
import io.tocsin.processor.core.rule.FindingMatch;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The language of rules as a whole: a document to definitions, a definition to a rule. What is checked is exactly what
 * will run. Stateless, thread-safe.
 */
public final class RuleLanguage {

    private static final int MAX_RULES = 1_000;

    private RuleLanguage() {}

    /**
     * What came of a document.
     *
     * @param definitions definitions in order; of use only when there are no problems
     * @param rules the same, compiled, whether or not they are enabled; as above
     * @param problems everything that is wrong, in the order of the document
     */
    public record Reading(List<RuleDefinition> definitions, List<Rule> rules, List<RuleProblem> problems) {

        /** Returns whether nothing is wrong. */
        public boolean isGood() {
            return problems.isEmpty();
        }
    }

    /** Reads one rule, in JSON or YAML. */
    public static Reading rule(String text) {
        return rule(text, "");
    }

    /**
     * Reads one rule, in JSON or YAML.
     *
     * @param defaultId id of a rule that names none
     */
    public static Reading rule(String text, String defaultId) {
        List<RuleProblem> problems = new ArrayList<>();
        try {
            return compiled(List.of(RuleReader.read("", DocumentReader.read(text), defaultId, problems)), problems, "");
        } catch (DocumentReader.UnreadableException e) {
            return new Reading(List.of(), List.of(), List.of(e.problem()));
        }
    }

    /** Returns whether a document means to be a pack: it has a list {@code rules}. */
    public static boolean isPack(String text) {
        try {
            DocumentNode root = DocumentReader.read(text);
            return root.isMap()
                    && root.map().containsKey("rules")
                    && root.map().get("rules").isList();
        } catch (DocumentReader.UnreadableException e) {
            return false;
        }
    }

    /** Reads a pack: an object with a list {@code rules}, in JSON or YAML. */
    public static Reading pack(String text) {
        List<RuleProblem> problems = new ArrayList<>();
        List<RuleDefinition> definitions = new ArrayList<>();
        try {
            DocumentNode root = DocumentReader.read(text);
            if (!root.isMap()
                    || !root.map().containsKey("rules")
                    || !root.map().get("rules").isList()) {
                problems.add(RuleProblem.at("rules", root, "must be a list of rules"));
                return new Reading(List.of(), List.of(), problems);
            }
            new FieldReader("", root, problems)
                    .requireKnown(new java.util.LinkedHashSet<>(List.of("rules", "pack", "description")));
            List<DocumentNode> nodes = root.map().get("rules").list();
            if (nodes.size() > MAX_RULES) {
                problems.add(RuleProblem.at("rules", root, "must be at most " + MAX_RULES));
                return new Reading(List.of(), List.of(), problems);
            }
            java.util.Set<String> ids = new java.util.HashSet<>();
            for (int i = 0; i < nodes.size(); i++) {
                RuleDefinition definition = RuleReader.read("rules[" + i + "]", nodes.get(i), "", problems);
                definitions.add(definition);
                if (!definition.id().isEmpty() && !ids.add(definition.id())) {
                    problems.add(
                            RuleProblem.at("rules[" + i + "].id", nodes.get(i), "is there twice: " + definition.id()));
                }
            }
        } catch (DocumentReader.UnreadableException e) {
            return new Reading(List.of(), List.of(), List.of(e.problem()));
        }
        return compiled(definitions, problems, "rules");
    }

    /** Compiles definitions unless there are problems already; what is wrong is told of the elements of a list. */
    static Reading compiled(List<RuleDefinition> definitions, List<RuleProblem> problems, String path) {
        List<Rule> rules = new ArrayList<>();
        if (problems.isEmpty()) {
            for (int i = 0; i < definitions.size(); i++) {
                String prefix = path.isEmpty() ? "" : path + "[" + i + "].";
                Rule rule = compile(definitions.get(i), prefix, problems);
                if (rule != null) {
                    rules.add(rule);
                }
            }
        }
        return new Reading(List.copyOf(definitions), rules, List.copyOf(problems));
    }

    /** Compiles a definition; null when there are problems. */
    private static Rule compile(RuleDefinition d, String prefix, List<RuleProblem> problems) {
        Rule builtIn = builtIn(d.id());
        boolean own = d.check() == Rule.Kind.THRESHOLD || d.check().isTimed() || d.finding() != null;
        if (builtIn == null && !own) {
            problems.add(new RuleProblem(
                    prefix + "check",
                    0,
                    0,
                    d.check().name().toLowerCase(Locale.ROOT) + " is a check of built-in rules only",
                    0,
                    0));
            return null;
        }
        // What the core looks up by the id of a built-in rule works on that kind of rule alone.
        if (builtIn != null && builtIn.kind() != d.check() && builtIn.kind() != Rule.Kind.THRESHOLD) {
            problems.add(new RuleProblem(prefix + "check", 0, 0, "must stay that of the built-in rule", 0, 0));
            return null;
        }
        Expression expression = null;
        if (d.check() == Rule.Kind.EXPRESSION) {
            expression = d.expression() == null
                    ? null
                    : CelCompiler.compile(
                            d.expression(),
                            (line, column, message) ->
                                    problems.add(new RuleProblem(prefix + "expression", 0, 0, message, line, column)));
            if (expression == null) {
                if (d.expression() == null) {
                    problems.add(new RuleProblem(prefix + "expression", 0, 0, "must not be missing", 0, 0));
                }
                return null;
            }
        } else if (d.expression() != null) {
            problems.add(new RuleProblem(prefix + "expression", 0, 0, "has no meaning for this check", 0, 0));
            return null;
        }
        Statistic statistic = null;
        if (d.check() == Rule.Kind.STATISTIC) {
            if (d.aggregation() == null) {
                problems.add(new RuleProblem(prefix + "aggregation", 0, 0, "must not be missing", 0, 0));
                return null;
            }
            statistic = new Statistic(
                    d.aggregation(), d.aggregation().ofMetric() ? d.metrics().get(0) : null, d.windowMs());
        } else if (d.aggregation() != null && d.aggregation() != Aggregation.LAST) {
            problems.add(new RuleProblem(prefix + "aggregation", 0, 0, "has no meaning for this check", 0, 0));
            return null;
        }
        boolean values = d.check() == Rule.Kind.THRESHOLD || d.check() == Rule.Kind.RATIO;
        return new Rule(
                d.id(),
                d.check(),
                d.title(),
                builtIn == null || own ? "value" : builtIn.subject(),
                builtIn == null || own ? "samples" : builtIn.sampleNoun(),
                d.levels(),
                d.unit().isEmpty() || d.unit().startsWith(" ") ? d.unit() : " " + d.unit(),
                d.scale(),
                d.forMs(),
                d.keepFiringMs(),
                d.minimumSamples(),
                values ? d.metrics() : List.of(),
                d.suggestions(),
                d.comparison(),
                statistic,
                expression,
                finding(d, builtIn),
                Patterns.selector(d.selector()),
                d.labels(),
                0);
    }

    private static FindingMatch finding(RuleDefinition d, Rule builtIn) {
        if (d.check() != Rule.Kind.EPISODE) {
            return null;
        }
        if (d.finding() == null) {
            return builtIn.finding();
        }
        return d.horizonMs() > 0
                ? FindingMatch.ahead(d.finding(), d.id(), d.metrics(), d.horizonMs())
                : new FindingMatch(d.finding(), d.detectors(), d.metrics(), 0);
    }

    private static Rule builtIn(String id) {
        for (Rule rule : BuiltInRules.ALL) {
            if (rule.id().equals(id)) {
                return rule;
            }
        }
        return null;
    }
}
