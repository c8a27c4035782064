package io.tocsin.processor.core.rule;

import java.util.List;
import java.util.Objects;

/**
 * Which findings a {@link Rule.Kind#EPISODE} is about. Immutable.
 *
 * @param kind kind of finding
 * @param detectors what must have found it; empty for anything
 * @param subjects what it must be about: metrics, templates; empty for anything
 * @param horizonMs of a rule that has the forecast looked at for a limit of its own: how far ahead, in milliseconds; 0 for
 *     all others
 */
public record FindingMatch(String kind, List<String> detectors, List<String> subjects, long horizonMs) {

    /** Detector of limits that are watched whatever the rules. */
    public static final String FORECAST = "forecast";

    public FindingMatch {
        Objects.requireNonNull(kind, "kind");
        detectors = List.copyOf(detectors);
        subjects = List.copyOf(subjects);
        if (horizonMs < 0) {
            throw new IllegalArgumentException("a horizon of " + horizonMs);
        }
    }

    /** Matches every finding of a kind. */
    public static FindingMatch ofKind(String kind) {
        return new FindingMatch(kind, List.of(), List.of(), 0);
    }

    /** Matches what is found ahead for one rule alone, whatever other rules look at the same metric. */
    public static FindingMatch ahead(String kind, String ruleId, List<String> metrics, long horizonMs) {
        return new FindingMatch(
                kind, List.of(FORECAST + "-" + Integer.toHexString(ruleId.hashCode())), metrics, horizonMs);
    }

    /** Returns the detector of what is found ahead for this rule. */
    public String ownDetector() {
        return detectors.get(0);
    }

    /** Returns whether the forecast must be looked at for the rule. */
    public boolean looksAhead() {
        return horizonMs > 0;
    }

    /** Returns whether a finding of the kind is meant. */
    public boolean matches(String detector, String subject) {
        return (detectors.isEmpty() || detectors.contains(detector))
                && (subjects.isEmpty() || subjects.contains(subject));
    }
}
