package io.tocsin.processor.core.model;

import java.util.Objects;

/**
 * One contribution to a severity score. Immutable.
 *
 * @param rule id of the rule or detector
 * @param severity severity of the rule
 * @param contribution share of the score in [0,1]; the contributions of all reasons sum to the score
 * @param text what was seen and what was expected, in words
 * @param metric metric that it is about, or null
 * @param observed value that was seen in the unit of the metric, or NaN
 * @param expected limit that it was held against in the unit of the metric, or NaN
 * @param since since when the condition holds: stream time in epoch milliseconds
 * @param samples number of samples that the verdict rests on, at least 0
 */
public record Reason(
        String rule,
        Severity severity,
        double contribution,
        String text,
        String metric,
        double observed,
        double expected,
        long since,
        long samples) {

    public Reason {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(text, "text");
    }
}
