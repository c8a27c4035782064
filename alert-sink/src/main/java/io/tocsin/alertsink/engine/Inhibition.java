package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.routing.InhibitRule;
import io.tocsin.alertsink.routing.LabelSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * Which alerts mute which. Sources are indexed by the values that they must share with their targets, so that asking costs
 * one look-up for each rule. Not thread-safe.
 */
final class Inhibition {

    private final List<InhibitRule> rules;
    private final List<Map<List<String>, Set<Long>>> sources = new ArrayList<>();

    Inhibition(List<InhibitRule> rules) {
        this.rules = rules;
        rules.forEach(each -> sources.add(new HashMap<>()));
    }

    /** Takes an alert into account. */
    void add(HeldAlert alert) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).isSource(alert.labels())) {
                sources.get(i)
                        .computeIfAbsent(rules.get(i).common(alert.labels()), key -> new LinkedHashSet<>())
                        .add(alert.fingerprint());
            }
        }
    }

    /** Forgets an alert. */
    void remove(HeldAlert alert) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).isSource(alert.labels())) {
                sources.get(i).computeIfPresent(rules.get(i).common(alert.labels()), (key, alerts) -> {
                    alerts.remove(alert.fingerprint());
                    return alerts.isEmpty() ? null : alerts;
                });
            }
        }
    }

    /**
     * Returns the fingerprint of a firing alert that mutes alerts with these labels. An alert that matches both sides of a
     * rule is not muted by another one that does, nor by itself.
     */
    OptionalLong mutedBy(LabelSet labels, Instant now, LongFunction<HeldAlert> alerts) {
        for (int i = 0; i < rules.size(); i++) {
            InhibitRule rule = rules.get(i);
            if (!sources.get(i).isEmpty() && rule.isTarget(labels)) {
                boolean twoSided = rule.isSource(labels);
                for (long each : sources.get(i).getOrDefault(rule.common(labels), Set.of())) {
                    HeldAlert source = alerts.apply(each);
                    if (source != null && !source.isResolved(now) && !(twoSided && rule.isTarget(source.labels()))) {
                        return OptionalLong.of(each);
                    }
                }
            }
        }
        return OptionalLong.empty();
    }
}
