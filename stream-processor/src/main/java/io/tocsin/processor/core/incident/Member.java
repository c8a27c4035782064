package io.tocsin.processor.core.incident;

import io.tocsin.processor.core.model.Severity;

/**
 * An alert or a pattern that belongs to an incident. Immutable.
 *
 * @param ref fingerprint of the alert or id of the pattern
 * @param name rule of the alert, or the pattern
 * @param source source that it is about: for a pattern the likely origin
 * @param severity severity
 * @param since when it began: stream time in epoch milliseconds
 * @param open whether it goes on
 */
public record Member(String ref, String name, String source, Severity severity, long since, boolean open) {}
