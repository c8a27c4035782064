package io.tocsin.processor.core.rule;

/**
 * How long conditions hold. Immutable; milliseconds of stream time.
 *
 * @param clearFactor share of a limit below which a value clears it
 * @param holdMs how long a cleared condition must stay so before it leaves
 * @param findingHoldMs how long a finding holds after the last one
 * @param staleMs how long a condition about a value holds when no value comes any more
 */
public record Holds(double clearFactor, long holdMs, long findingHoldMs, long staleMs) {}
