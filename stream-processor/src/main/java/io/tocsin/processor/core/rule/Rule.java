package io.tocsin.processor.core.rule;

import io.tocsin.processor.core.model.Severity;
import java.util.List;
import java.util.Objects;

/**
 * A rule about a source. Immutable.
 *
 * @param id identity, the name of its alerts
 * @param kind what it looks at
 * @param title what is wrong, one line for a person
 * @param subject what its texts are about when that is no metric: "error rate", "log line"
 * @param sampleNoun what its samples are: "operations"
 * @param levels one or two steps, the second one with the higher limit and severity
 * @param unit unit behind numbers, with its leading space, or empty
 * @param scale factor from a value to the number that is shown: 100 for a ratio shown in percent
 * @param forMs how long the condition must last before an alert fires, in milliseconds of stream time
 * @param minimumSamples samples without which it says nothing
 * @param metrics metrics whose single values it looks at; a {@link Kind#RATIO} may name those in which a source reports
 *     the ratio itself
 * @param suggestions what a person could look at, most useful first
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
        int minimumSamples,
        List<String> metrics,
        List<String> suggestions) {

    /** What a rule looks at, and with it when its condition clears. */
    public enum Kind {
        /** Each value of a metric. Clears when values stay below the limit. */
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
        EPISODE
    }

    public Rule {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(sampleNoun, "sampleNoun");
        Objects.requireNonNull(unit, "unit");
        levels = List.copyOf(levels);
        metrics = List.copyOf(metrics);
        suggestions = List.copyOf(suggestions);
        if (levels.isEmpty() || levels.size() > 2) {
            throw new IllegalArgumentException(id + " has " + levels.size() + " levels");
        }
        if (levels.size() == 2) {
            RuleLevel low = levels.get(0);
            RuleLevel high = levels.get(1);
            if (!(low.limit() < high.limit()) || low.severity().compareTo(high.severity()) >= 0) {
                throw new IllegalArgumentException(id + " has levels out of order");
            }
        }
        if (forMs < 0 || minimumSamples < 0) {
            throw new IllegalArgumentException(id + " has a negative duration or number of samples");
        }
    }

    /** Returns the least limit. */
    public double lowestLimit() {
        return levels.get(0).limit();
    }

    /** Returns the index of the highest level that a value breaks, or -1. */
    public int levelOf(double value) {
        for (int level = levels.size() - 1; level >= 0; level--) {
            if (value > levels.get(level).limit()) {
                return level;
            }
        }
        return -1;
    }

    /** Returns whether a severity raises alerts: WARNING and above do. */
    public static boolean alerts(Severity severity) {
        return severity.compareTo(Severity.WARNING) >= 0;
    }
}
