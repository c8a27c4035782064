package io.tocsin.alertsink.routing;

import java.util.List;
import java.util.Map;

/**
 * A rule by which alerts mute others. Immutable.
 *
 * @param name its name; may be empty
 * @param source conditions on the alert that mutes
 * @param target conditions on the alert that is muted
 * @param equal labels that must have the same value in both; absent in both is the same
 */
public record InhibitRule(String name, List<Matcher> source, List<Matcher> target, List<String> equal) {

    public InhibitRule {
        source = List.copyOf(source);
        target = List.copyOf(target);
        equal = equal.stream().distinct().sorted(Utf8Order.INSTANCE).toList();
    }

    /** Returns whether an alert can mute others by this rule. */
    public boolean isSource(Map<String, String> labels) {
        return Matcher.all(source, labels);
    }

    /** Returns whether an alert can be muted by this rule. */
    public boolean isTarget(Map<String, String> labels) {
        return Matcher.all(target, labels);
    }

    /** Returns the values that a source and its targets have in common. */
    public List<String> common(LabelSet labels) {
        return equal.stream().map(labels::value).toList();
    }
}
