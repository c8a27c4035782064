package io.tocsin.processor.core.model;

import java.util.Map;
import java.util.Objects;

/**
 * What a finding rests on. Immutable.
 *
 * @param score how unusual it is, in [0,1]: the more the rarer, by the scale of the detector that says it
 * @param seen value that was seen, in the unit of the subject, or NaN
 * @param expected value that was expected, or NaN
 * @param lower lower end of the band of usual values, or NaN
 * @param upper upper end of the band of usual values, or NaN
 * @param samples number of samples that the expectation rests on
 * @param confidence how much to trust the expectation, in [0,1]: low while little has been learned
 * @param text what was seen and what was expected, in words
 * @param contributions share of the score by metric, summing to 1, in the order of their names; empty when it is about one
 */
public record Evidence(
        double score,
        double seen,
        double expected,
        double lower,
        double upper,
        long samples,
        double confidence,
        String text,
        Map<String, Double> contributions) {

    public Evidence {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(contributions, "contributions");
        if (!(score >= 0 && score <= 1 && confidence >= 0 && confidence <= 1) || samples < 0) {
            throw new IllegalArgumentException(
                    "score " + score + ", confidence " + confidence + ", samples " + samples + " of a finding");
        }
    }

    /** Returns evidence about one thing that has a value. */
    public static Evidence ofValue(
            double score,
            double seen,
            double expected,
            double lower,
            double upper,
            long samples,
            double confidence,
            String text) {
        return new Evidence(score, seen, expected, lower, upper, samples, confidence, text, Map.of());
    }

    /** Returns evidence about something that has no value. */
    public static Evidence ofText(double score, long samples, double confidence, String text) {
        return ofValue(score, Double.NaN, Double.NaN, Double.NaN, Double.NaN, samples, confidence, text);
    }

    /** Returns the same in other words. */
    public Evidence withText(String other) {
        return new Evidence(score, seen, expected, lower, upper, samples, confidence, other, contributions);
    }
}
