package io.tocsin.processor.core.incident;

import io.tocsin.processor.core.model.AlertBrief;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What makes something part of an incident: that it is about one of its sources, or about one that is related to them, or
 * that it has labels in common with its alerts. Mutable by its rules only, not thread-safe; times are stream time in epoch
 * milliseconds.
 */
final class Relations {

    private final long joinMs;
    private List<CorrelationRule> correlation;

    /**
     * Makes them.
     *
     * @param joinMs how long after the latest change of an incident something is still of its time
     */
    Relations(long joinMs, List<CorrelationRule> correlation) {
        this.joinMs = joinMs;
        this.correlation = correlation;
    }

    /** Goes by other correlation rules from now on. */
    void use(List<CorrelationRule> rules) {
        correlation = rules;
    }

    /** Returns whether an incident is about one of some sources, or about one that is related to them. */
    boolean areRelated(Incident incident, List<String> sources, Links links, long now) {
        boolean recent = now - incident.lastActivity <= joinMs;
        for (String source : sources) {
            if (incident.involves(source) && (recent || incident.isOpen())) {
                return true;
            }
            if (recent && incident.isOpen()) {
                for (String other : incident.sources()) {
                    if (links.areRelated(source, other)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Returns what an alert has in common with others by each correlation rule, or null where a rule is not about it. */
    List<String> keys(Map<String, String> labels) {
        List<String> keys = new ArrayList<>(correlation.size());
        correlation.forEach(rule -> keys.add(rule.key(labels)));
        return keys;
    }

    /**
     * Returns whether an incident has an alert with the same in common.
     *
     * @param keys by {@link #keys}
     */
    boolean areCorrelated(Incident incident, List<String> keys, long now) {
        for (int i = 0; i < keys.size(); i++) {
            Long latest = keys.get(i) == null ? null : incident.correlated(keys.get(i));
            if (latest != null && now - latest <= correlation.get(i).windowMs()) {
                return true;
            }
        }
        return false;
    }

    /** Notes what an alert of an incident has in common with others. */
    void note(Incident incident, AlertBrief alert) {
        for (String key : keys(alert.labels())) {
            if (key != null) {
                incident.correlate(key, alert.firedAt());
            }
        }
    }
}
