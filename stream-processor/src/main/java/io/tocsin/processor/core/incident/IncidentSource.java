package io.tocsin.processor.core.incident;

/**
 * A source that is involved in an incident. Immutable.
 *
 * @param name its name
 * @param since when trouble began there: stream time in epoch milliseconds
 */
public record IncidentSource(String name, long since) {}
