package io.tocsin.processor.core.incident;

import java.util.Objects;

/**
 * Something that happened in the course of an incident. Immutable.
 *
 * @param at stream time: epoch milliseconds
 * @param kind what it is about: {@code alert}, {@code pattern} or {@code incident}
 * @param ref fingerprint of the alert, id of the pattern, or of the incident that is meant
 * @param source source that it is about, or null
 * @param text what happened, in words
 * @param actor person who did it, or null when it came about by itself
 * @param order id of the order by which a person did it, or null
 */
public record TimelineEntry(long at, String kind, String ref, String source, String text, String actor, String order) {

    /** Characters of a text at most. */
    static final int LONGEST_TEXT = 500;

    /** Kind of what is about an alert. */
    public static final String ALERT = "alert";
    /** Kind of what is about a pattern. */
    public static final String PATTERN = "pattern";
    /** Kind of what is about an incident. */
    public static final String INCIDENT = "incident";

    public TimelineEntry {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(ref, "ref");
        text = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    static TimelineEntry ofIncident(long at, String ref, String text) {
        return new TimelineEntry(at, INCIDENT, ref, null, text, null, null);
    }

    static TimelineEntry ofOrder(long at, String ref, String text, IncidentOrder order) {
        return new TimelineEntry(at, INCIDENT, ref, null, text, order.actor(), order.id());
    }
}
