package io.tocsin.processor.core.rule;

import io.tocsin.processor.core.model.Severity;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A rule about a source. Immutable.
 *
 * @param id identity, the name of its alerts
 * @param kind what it looks at
 * @param title what is wrong, one line for a person
 * @param subject what its texts are about when that is no metric: "error rate", "log line"
 * @param sampleNoun what its samples are: "operations"
 * @param levels one or two steps, the second one with the worse limit and the higher severity
 * @param unit unit behind numbers, with its leading space, or empty
 * @param scale factor from a value to the number that is shown: 100 for a ratio shown in percent
 * @param forMs how long the condition must last before an alert fires, in milliseconds of stream time
 * @param keepFiringMs how long its alerts stay open at least when the condition has cleared, in milliseconds of stream time;
 *     {@link #AS_SET} for what holds for all rules
 * @param minimumSamples samples without which it says nothing
 * @param metrics metrics whose single values it looks at; a {@link Kind#RATIO} may name those in which a source reports
 *     the ratio itself
 * @param suggestions what a person could look at, most useful first
 * @param comparison how values are held against the limits
 * @param statistic what a {@link Kind#STATISTIC} looks at, null for all others
 * @param expression what a {@link Kind#EXPRESSION} works out, null for all others
 * @param finding which findings a {@link Kind#EPISODE} is about, null for all others
 * @param selector sources that it is about
 * @param labels labels that it puts on its alerts, besides those that every alert has
 * @param revision number that is the same for rules that say the same; worked out here, whatever is given
 */
public record Rule(
        String id,
        Kind kind,
        String title,
        String subject,
        String sampleNoun,
        List<RuleLevel> levels,
        String unit,
        double scale,
        long forMs,
        long keepFiringMs,
        int minimumSamples,
        List<String> metrics,
        List<String> suggestions,
        Comparison comparison,
        Statistic statistic,
        Expression expression,
        FindingMatch finding,
        SourceSelector selector,
        Map<String, String> labels,
        long revision) {

    /** Stands for a time that a rule leaves to the settings. */
    public static final long AS_SET = -1;

    /** What a rule looks at, and with it when its condition clears. */
    public enum Kind {
        /** Each value of a metric. Clears when values stay on the good side of the limit. */
        THRESHOLD,
        /** A share over the last minutes. Clears when it stays below the limit. */
        RATIO,
        /** How far the mean of a bucket is from its history. Clears when it stays near. */
        ANOMALY,
        /** A single record. Clears by itself when no further one comes. */
        FINDING,
        /** That nothing comes. Clears when something comes. */
        SILENCE,
        /** What a detector found and that lasts until the detector says that it is over. */
        EPISODE,
        /** A statistic over a window, once a second while records come. Clears as a threshold does. */
        STATISTIC,
        /** A compiled expression over statistics, as often as those. Clears when it does not hold. */
        EXPRESSION;

        /** Returns whether it is worked out when time passes and not when a record comes. */
        public boolean isTimed() {
            return this == STATISTIC || this == EXPRESSION;
        }
    }

    public Rule {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(sampleNoun, "sampleNoun");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(comparison, "comparison");
        Objects.requireNonNull(selector, "selector");
        levels = List.copyOf(levels);
        metrics = List.copyOf(metrics);
        suggestions = List.copyOf(suggestions);
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        if (levels.isEmpty() || levels.size() > 2) {
            throw new IllegalArgumentException(id + " has " + levels.size() + " levels");
        }
        if (levels.size() == 2) {
            RuleLevel low = levels.get(0);
            RuleLevel high = levels.get(1);
            boolean worse = comparison.isUpper() ? low.limit() < high.limit() : low.limit() > high.limit();
            if (!worse
                    || !comparison.isUpper() && !comparison.isLower()
                    || low.severity().compareTo(high.severity()) >= 0) {
                throw new IllegalArgumentException(id + " has levels out of order");
            }
        }
        if (forMs < 0 || keepFiringMs < AS_SET || minimumSamples < 0) {
            throw new IllegalArgumentException(id + " has a negative duration or number of samples");
        }
        if ((kind == Kind.STATISTIC) != (statistic != null)
                || (kind == Kind.EXPRESSION) != (expression != null)
                || (kind == Kind.EPISODE) != (finding != null)) {
            throw new IllegalArgumentException(id + " of kind " + kind + " lacks what it looks at, or has too much");
        }
        revision = hash(id
                + '\n'
                + kind
                + '\n'
                + title
                + '\n'
                + levels
                + forMs
                + (keepFiringMs == AS_SET ? "" : "+" + keepFiringMs)
                + '/'
                + minimumSamples
                + metrics
                + comparison
                + '\n'
                + statistic
                + '\n'
                + (expression == null ? "" : expression.text())
                + '\n'
                + (finding == null ? "" : finding)
                + selector.text()
                + labels);
    }

    /**
     * Makes a rule about every source whose values break a limit by being above it, or about all findings of the kind that
     * is its id.
     */
    public Rule(
            String id,
            Kind kind,
            String title,
            String subject,
            String sampleNoun,
            List<RuleLevel> levels,
            String unit,
            double scale,
            long forMs,
            int minimumSamples,
            List<String> metrics,
            List<String> suggestions) {
        this(
                id,
                kind,
                title,
                subject,
                sampleNoun,
                levels,
                unit,
                scale,
                forMs,
                AS_SET,
                minimumSamples,
                metrics,
                suggestions,
                Comparison.ABOVE,
                null,
                null,
                kind == Kind.EPISODE ? FindingMatch.ofKind(id) : null,
                SourceSelector.ALL,
                Map.of(),
                0);
    }

    /** Returns the rule with other levels. */
    public Rule with(List<RuleLevel> others) {
        return new Rule(
                id,
                kind,
                title,
                subject,
                sampleNoun,
                others,
                unit,
                scale,
                forMs,
                keepFiringMs,
                minimumSamples,
                metrics,
                suggestions,
                comparison,
                statistic,
                expression,
                finding,
                selector,
                labels,
                0);
    }

    /** Returns the limit of the lower level. */
    public double lowestLimit() {
        return levels.get(0).limit();
    }

    /** Returns the index of the highest level that a value breaks, or -1. */
    public int levelOf(double value) {
        for (int level = levels.size() - 1; level >= 0; level--) {
            if (comparison.breaks(value, levels.get(level).limit())) {
                return level;
            }
        }
        return -1;
    }

    /** Returns whether a value clears a level. */
    public boolean clears(double value, int level, double clearFactor) {
        return comparison.clears(value, levels.get(level).limit(), clearFactor);
    }

    /** Returns whether a severity raises alerts: WARNING and above do. */
    public static boolean alerts(Severity severity) {
        return severity.compareTo(Severity.WARNING) >= 0;
    }

    /** FNV-1a, 64 bits. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
