package io.tocsin.processor.runtime;

import io.tocsin.processor.core.environment.EnvironmentSettings;
import io.tocsin.processor.core.incident.CorrelationRule;
import io.tocsin.processor.core.incident.IncidentSettings;
import io.tocsin.processor.core.pattern.PatternSettings;
import io.tocsin.processor.core.pattern.SignalSettings;
import io.tocsin.processor.topology.state.IncidentRetention;
import io.tocsin.service.settings.DurationText;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Setting;
import io.tocsin.service.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Settings of failure patterns, of the signals that they are told from, and of incidents. Stateless. */
public final class EnvironmentOptions {

    private static final PatternSettings PATTERNS = PatternSettings.defaults();
    private static final SignalSettings SIGNALS = SignalSettings.defaults();
    private static final IncidentSettings INCIDENTS = IncidentSettings.defaults();
    private static final int MOST_RULES = 20;

    /** Failures of a cascade. */
    public static final Setting<Integer> CASCADE_EVENTS = Setting.integer(
            "patterns.cascade-events",
            PATTERNS.cascadeEvents(),
            1,
            1_000_000,
            "Failures that a cascade needs at least.");

    /** Span of a cascade. */
    public static final Setting<Duration> CASCADE_WINDOW = Setting.duration(
            "patterns.cascade-window",
            Duration.ofMillis(PATTERNS.cascadeWindowMs()),
            Duration.ofSeconds(1),
            Duration.ofHours(24),
            "Span within which one source after the other must begin to fail for a cascade.");

    /** Failure rate of a cascade. */
    public static final Setting<Double> CASCADE_FAILURE_RATE = Setting.decimal(
            "patterns.cascade-failure-rate",
            PATTERNS.cascadeFailureRate(),
            0.01,
            1,
            "Share of what the origin of a cascade does, or is asked for, that must fail.");

    /** Sources of a cascade. */
    public static final Setting<Integer> CASCADE_SOURCES = Setting.integer(
            "patterns.cascade-sources",
            PATTERNS.cascadeSources(),
            2,
            1_000,
            "Sources that a cascade needs at least, the origin included.");

    /** Sources of a partition. */
    public static final Setting<Integer> PARTITION_SOURCES = Setting.integer(
            "patterns.partition-sources",
            PATTERNS.partitionSources(),
            2,
            1_000,
            "Sources that must lose contact with one another for a network partition.");

    /** Span of a partition. */
    public static final Setting<Duration> PARTITION_SPREAD = Setting.duration(
            "patterns.partition-spread",
            Duration.ofMillis(PATTERNS.partitionSpreadMs()),
            Duration.ofSeconds(1),
            Duration.ofHours(24),
            "Span within which most of them must lose it.");

    /** Signs of contention. */
    public static final Setting<Integer> DATABASE_EVENTS = Setting.integer(
            "patterns.database-events",
            PATTERNS.databaseEvents(),
            1,
            1_000_000,
            "Signs of contention that database contention needs at least.");

    /** Late beats. */
    public static final Setting<Integer> HEARTBEAT_EVENTS = Setting.integer(
            "patterns.heartbeat-events",
            PATTERNS.heartbeatEvents(),
            1,
            1_000_000,
            "Late or missed beats that heartbeat degradation needs at least.");

    /** Factor of imbalance. */
    public static final Setting<Double> IMBALANCE_FACTOR = Setting.decimal(
            "patterns.imbalance-factor",
            PATTERNS.imbalanceFactor(),
            1.01,
            1_000,
            "How many times its usual share of the load of its group a member must have, or fail to have, for load"
                    + " imbalance.");

    /** How long a pattern must hold. */
    public static final Setting<Duration> CONFIRM = Setting.duration(
            "patterns.confirm",
            Duration.ofMillis(PATTERNS.confirmMs()),
            Duration.ZERO,
            Duration.ofMinutes(10),
            "How long a pattern must hold before it starts.");

    /** How long a pattern must be gone. */
    public static final Setting<Duration> END = Setting.duration(
            "patterns.end",
            Duration.ofMillis(PATTERNS.endMs()),
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            "How long a pattern must be gone before it ends.");

    /** Use of a resource. */
    public static final Setting<Double> RESOURCE_LIMIT = Setting.decimal(
            "signals.resource-limit",
            SIGNALS.resourceLimit(),
            50,
            99.9,
            "Percent from which on a resource counts as nearly used up, for resource exhaustion.");

    /** How long trouble counts. */
    public static final Setting<Duration> FORGET = Setting.duration(
            "signals.forget",
            Duration.ofMillis(SIGNALS.forgetMs()),
            Duration.ofSeconds(10),
            Duration.ofHours(1),
            "How long trouble at a source counts towards patterns after it was seen last.");

    /** How long an incident takes more. */
    public static final Setting<Duration> JOIN = Setting.duration(
            "incidents.join",
            Duration.ofMillis(INCIDENTS.joinMs()),
            Duration.ofSeconds(1),
            Duration.ofDays(1),
            "How long after the latest activity of an incident something related still joins it, or opens it again.");

    /** How long all must be over. */
    public static final Setting<Duration> QUIET = Setting.duration(
            "incidents.quiet",
            Duration.ofMillis(INCIDENTS.quietMs()),
            Duration.ZERO,
            Duration.ofDays(1),
            "How long all alerts and patterns of an incident must be over before it is resolved by itself.");

    /** Which alerts belong together by their labels. */
    public static final Setting<List<String>> CORRELATION = Setting.list(
            "incidents.correlation",
            List.of(),
            "Which alerts belong to one incident because their labels agree, whatever their sources are: names of"
                    + " labels, joined by +, and the window within which the next one must come, such as"
                    + " team+region@15m.");

    /** Incidents per partition. */
    public static final Setting<Integer> PER_PARTITION = Setting.integer(
            "incidents.per-partition",
            5_000,
            1,
            10_000_000,
            "Incidents that are kept of all environments of one partition together; those that go on always are.");

    /** Age of incidents. */
    public static final Setting<Duration> AGE = Setting.duration(
            "incidents.age",
            Duration.ofDays(30),
            Duration.ofMinutes(1),
            Duration.ofDays(4_000),
            "Age at which an incident that is over is forgotten, from its opening on.");

    /** All of them. */
    static final List<Setting<?>> ALL = List.of(
            CASCADE_EVENTS,
            CASCADE_WINDOW,
            CASCADE_FAILURE_RATE,
            CASCADE_SOURCES,
            PARTITION_SOURCES,
            PARTITION_SPREAD,
            DATABASE_EVENTS,
            HEARTBEAT_EVENTS,
            IMBALANCE_FACTOR,
            CONFIRM,
            END,
            RESOURCE_LIMIT,
            FORGET,
            JOIN,
            QUIET,
            CORRELATION,
            PER_PARTITION,
            AGE);

    private EnvironmentOptions() {}

    /** Returns what sources are watched for. */
    static SignalSettings signals(Settings settings) {
        return new SignalSettings(
                settings.get(RESOURCE_LIMIT), settings.get(FORGET).toMillis());
    }

    /** Returns how many incidents are kept. */
    static IncidentRetention retention(Settings settings) {
        return new IncidentRetention(
                settings.get(PER_PARTITION), settings.get(AGE).toMillis());
    }

    /**
     * Returns what the fold of an environment is told.
     *
     * @throws InvalidSettingsException when a correlation is none
     */
    static EnvironmentSettings environments(Settings settings) {
        return new EnvironmentSettings(
                signals(settings),
                new PatternSettings(
                        settings.get(CASCADE_EVENTS),
                        settings.get(CASCADE_WINDOW).toMillis(),
                        settings.get(CASCADE_FAILURE_RATE),
                        settings.get(CASCADE_SOURCES),
                        settings.get(PARTITION_SOURCES),
                        settings.get(PARTITION_SPREAD).toMillis(),
                        settings.get(DATABASE_EVENTS),
                        settings.get(HEARTBEAT_EVENTS),
                        settings.get(IMBALANCE_FACTOR),
                        settings.get(CONFIRM).toMillis(),
                        settings.get(END).toMillis()),
                new IncidentSettings(
                        settings.get(JOIN).toMillis(), settings.get(QUIET).toMillis(), correlation(settings)));
    }

    private static List<CorrelationRule> correlation(Settings settings) {
        List<CorrelationRule> rules = new ArrayList<>();
        for (String text : settings.get(CORRELATION)) {
            rules.add(rule(text.strip()));
        }
        if (rules.size() > MOST_RULES) {
            throw wrong(rules.size() + " correlations, at most " + MOST_RULES + " are possible");
        }
        return rules;
    }

    private static CorrelationRule rule(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            throw wrong("'" + text + "' has no window; expected labels and a window, such as team+region@15m");
        }
        List<String> labels = List.of(text.substring(0, at).split("\\+", -1));
        for (String label : labels) {
            if (!CorrelationRule.isLabelName(label)) {
                throw wrong("'" + label + "' in '" + text + "' is no name of a label: a letter or _, then letters,"
                        + " digits, _ . and -");
            }
        }
        if (labels.size() > CorrelationRule.MOST_LABELS) {
            throw wrong("'" + text + "' has " + labels.size() + " labels, at most " + CorrelationRule.MOST_LABELS
                    + " are possible");
        }
        if (new TreeSet<>(labels).size() < labels.size()) {
            throw wrong("'" + text + "' names a label twice");
        }
        return new CorrelationRule(labels, window(text, text.substring(at + 1)));
    }

    private static long window(String text, String window) {
        try {
            Duration duration = DurationText.parse(window);
            if (duration.compareTo(Duration.ofSeconds(1)) >= 0 && duration.compareTo(Duration.ofDays(1)) <= 0) {
                return duration.toMillis();
            }
        } catch (IllegalArgumentException e) {
            throw wrong("'" + window + "' in '" + text + "' is no duration such as 30s, 15m or 2h");
        }
        throw wrong("the window of '" + text + "' must be from 1s to 1d");
    }

    private static InvalidSettingsException wrong(String message) {
        return new InvalidSettingsException(CORRELATION.name(), message);
    }
}
