package io.tocsin.processor.core.model;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Word of a condition that something other than the rules of a source watches: a failure pattern of its environment. As
 * long as it holds, the source has an alert about it, with the life of every alert. Immutable.
 *
 * @param id identity; the same id twice acts once
 * @param rule name of the alert; one alert of a source and rule at a time
 * @param holds whether the condition holds from now on; otherwise it is over
 * @param severity severity of the alert
 * @param labels further labels that are part of the alert's identity, sorted by name
 * @param title one line for a person
 * @param description what was expected and what was seen, in words
 */
public record AlertNotice(
        String id,
        String rule,
        boolean holds,
        Severity severity,
        Map<String, String> labels,
        String title,
        String description) {

    public AlertNotice {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(description, "description");
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }
}
