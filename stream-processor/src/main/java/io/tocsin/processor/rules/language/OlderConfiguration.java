package io.tocsin.processor.rules.language;

import io.tocsin.processor.core.rule.BuiltInRules;
import io.tocsin.processor.core.rule.Comparison;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleLevel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON configuration of the earlier monitoring system: thresholds by name, {@code alert_rules}, and some settings. It is
 * told from other files by what it holds. Thresholds become the built-in rules with other limits, alert rules become rules
 * about single values. Keys may be grouped in objects of any name, one deep. Immutable.
 *
 * @param rules the rules that follow from it, with everything that is wrong with the file
 * @param retentionHours how long details are kept, if it says so; above 0
 * @param intervalSeconds time between two readings of the machine, if it says so; 1 to 3600
 * @param apiHost address to listen on, if it says so
 * @param apiPort port to listen on, if it says so; 0 to 65535
 * @param notifications which channels are switched on or off, by name, in the order of the file
 * @param hasPatternWindow whether it says how many events failure patterns look at
 */
public record OlderConfiguration(
        RuleLanguage.Reading rules,
        Optional<Double> retentionHours,
        Optional<Double> intervalSeconds,
        Optional<String> apiHost,
        Optional<Integer> apiPort,
        Map<String, Boolean> notifications,
        boolean hasPatternWindow) {

    private static final String RETENTION = "retention_hours";
    private static final String PATTERN_WINDOW = "pattern_window_size";
    private static final String INTERVAL = "monitoring_interval";
    private static final String API_HOST = "api_host";
    private static final String API_PORT = "api_port";
    private static final String ALERT_RULES = "alert_rules";
    private static final List<String> CHANNELS = List.of("console", "file", "email", "webhook", "slack", "pagerduty");
    private static final double MOST_HOURS = 400 * 24.0;

    /** Limits that have a name of their own, and the rules that they are the limits of. */
    private static final Map<String, List<Rule>> LIMITS = new LinkedHashMap<>();

    private static final Set<String> KEYS = new LinkedHashSet<>(List.of(RETENTION, PATTERN_WINDOW, INTERVAL));

    static {
        LIMITS.put("response_time", List.of(BuiltInRules.RESPONSE_TIME));
        LIMITS.put("error_rate", List.of(BuiltInRules.ERROR_RATE));
        LIMITS.put("resource_usage", List.of(BuiltInRules.CPU, BuiltInRules.MEMORY, BuiltInRules.DISK));
        LIMITS.keySet().forEach(name -> KEYS.addAll(List.of(name + "_warning", name + "_critical")));
        CHANNELS.forEach(channel -> KEYS.add(channelKey(channel)));
        KEYS.addAll(List.of(API_HOST, API_PORT, ALERT_RULES));
    }

    /** Reads a document as such a configuration; empty when it is none, or cannot be read at all. */
    public static Optional<OlderConfiguration> read(String text) {
        try {
            DocumentNode root = DocumentReader.read(text);
            if (!root.isMap() || !isOlder(root)) {
                return Optional.empty();
            }
            return Optional.of(of(root));
        } catch (DocumentReader.UnreadableException e) {
            return Optional.empty();
        }
    }

    private static boolean isOlder(DocumentNode root) {
        for (Map.Entry<String, DocumentNode> entry : root.map().entrySet()) {
            if (KEYS.contains(entry.getKey()) || isSection(entry.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSection(DocumentNode node) {
        return node.isMap() && node.map().keySet().stream().anyMatch(KEYS::contains);
    }

    private static OlderConfiguration of(DocumentNode root) {
        List<RuleProblem> problems = new ArrayList<>();
        FieldReader fields = new FieldReader("", flat(root, problems), problems);
        fields.requireKnown(KEYS);
        List<RuleDefinition> definitions = new ArrayList<>();
        LIMITS.forEach((name, rules) -> limits(fields, name, rules, definitions));
        if (fields.has(ALERT_RULES)) {
            new OlderAlertRules(fields.node(ALERT_RULES), problems).addTo(definitions);
        }
        Optional<Double> hours = positive(fields, RETENTION, MOST_HOURS, "hours");
        Optional<Double> interval = number(fields, INTERVAL);
        interval.filter(seconds -> seconds < 1 || seconds > 3_600)
                .ifPresent(wrong -> fields.problem(INTERVAL, "must be a number of seconds from 1 to 3600"));
        Optional<Double> port = number(fields, API_PORT);
        port.filter(number -> number != Math.rint(number) || number < 0 || number > 65_535)
                .ifPresent(wrong -> fields.problem(API_PORT, "must be a whole number from 0 to 65535"));
        String host = fields.text(API_HOST, null, 253);
        if (host != null && host.isBlank()) {
            fields.problem(API_HOST, "must be an address, such as 127.0.0.1");
        }
        fields.whole(PATTERN_WINDOW, 0, 1_000_000);
        Map<String, Boolean> notifications = new LinkedHashMap<>();
        for (String channel : CHANNELS) {
            if (fields.has(channelKey(channel))) {
                notifications.put(channel, fields.flag(channelKey(channel), false));
            }
        }
        return new OlderConfiguration(
                RuleLanguage.compiled(definitions, problems, ALERT_RULES),
                hours,
                interval,
                Optional.ofNullable(host),
                port.map(Double::intValue),
                notifications,
                fields.has(PATTERN_WINDOW));
    }

    /** Returns the keys of the root and of the groups in it. */
    private static DocumentNode flat(DocumentNode root, List<RuleProblem> problems) {
        Map<String, DocumentNode> all = new LinkedHashMap<>();
        root.map().forEach((name, value) -> {
            Map<String, DocumentNode> added =
                    !KEYS.contains(name) && isSection(value) ? value.map() : Map.of(name, value);
            added.forEach((key, node) -> {
                if (all.putIfAbsent(key, node) != null) {
                    problems.add(RuleProblem.at(key, node, "is there twice"));
                }
            });
        });
        return new DocumentNode(all, root.line(), root.column());
    }

    private static void limits(FieldReader fields, String name, List<Rule> rules, List<RuleDefinition> definitions) {
        String warning = name + "_warning";
        String critical = name + "_critical";
        if (!fields.has(warning) && !fields.has(critical)) {
            return;
        }
        int known = fields.problems().size();
        Optional<Double> givenLow = limit(fields, warning, rules);
        Optional<Double> givenHigh = limit(fields, critical, rules);
        for (Rule rule : rules) {
            RuleLevel mild = rule.levels().get(0);
            RuleLevel grave = rule.levels().get(1);
            double low = givenLow.orElse(mild.limit());
            double high = givenHigh.orElse(grave.limit());
            if (low >= high && fields.problems().size() == known) {
                fields.problem(
                        fields.has(critical) ? critical : warning,
                        "must be such that the limit of warnings, " + low + ", is below the critical one, " + high);
            }
            definitions.add(changed(
                    rule,
                    List.of(
                            new RuleLevel(mild.severity(), low, mild.advice()),
                            new RuleLevel(grave.severity(), high, grave.advice()))));
        }
    }

    private static Optional<Double> limit(FieldReader fields, String name, List<Rule> rules) {
        boolean ratio = rules.get(0).kind() == Rule.Kind.RATIO;
        Optional<Double> limit = number(fields, name);
        limit.filter(value -> value < 0 || ratio && value > 1)
                .ifPresent(wrong -> fields.problem(
                        name, ratio ? "must be a share from 0 to 1, such as 0.1" : "must not be below 0"));
        return limit;
    }

    private static RuleDefinition changed(Rule rule, List<RuleLevel> levels) {
        return new RuleDefinition(
                rule.id(),
                rule.title(),
                "",
                true,
                rule.kind(),
                rule.metrics(),
                null,
                0,
                Comparison.ABOVE,
                levels,
                null,
                null,
                List.of(),
                0,
                rule.forMs(),
                rule.keepFiringMs(),
                rule.minimumSamples(),
                rule.unit(),
                rule.scale(),
                RuleDefinition.SelectorText.ALL,
                Map.of(),
                rule.suggestions());
    }

    private static Optional<Double> positive(FieldReader fields, String name, double most, String unit) {
        Optional<Double> value = number(fields, name);
        value.filter(number -> number <= 0 || number > most)
                .ifPresent(wrong ->
                        fields.problem(name, "must be a number of " + unit + " above 0, at most " + (long) most));
        return value;
    }

    private static Optional<Double> number(FieldReader fields, String name) {
        double value = fields.number(name, Double.NaN);
        return Double.isNaN(value) ? Optional.empty() : Optional.of(value);
    }

    private static String channelKey(String channel) {
        return "enable_" + channel + "_notifications";
    }
}
