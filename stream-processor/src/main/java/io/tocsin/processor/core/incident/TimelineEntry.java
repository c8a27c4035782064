package io.tocsin.processor.core.incident;

/**
 * Something that happened in the course of an incident. Immutable.
 *
 * @param at stream time: epoch milliseconds
 * @param kind what it is about: {@code alert}, {@code pattern} or {@code incident}
 * @param ref fingerprint of the alert, id of the pattern, or of the incident that is meant
 * @param source source that it is about, or null
 * @param text what happened, in words
 */
public record TimelineEntry(long at, String kind, String ref, String source, String text) {}
