package io.tocsin.processor.core.incident;

import java.util.List;

/**
 * When alerts and patterns belong together. Immutable. Durations are milliseconds of stream time.
 *
 * @param joinMs how long after the latest activity of an incident something related still joins it
 * @param quietMs how long all must be over before an incident is resolved
 * @param correlation which alerts belong together by their labels, whatever their sources are
 */
public record IncidentSettings(long joinMs, long quietMs, List<CorrelationRule> correlation) {

    public IncidentSettings {
        if (joinMs < 1_000 || joinMs > 86_400_000) {
            throw new IllegalArgumentException("join must not be " + joinMs);
        }
        if (quietMs < 0 || quietMs > 86_400_000) {
            throw new IllegalArgumentException("quiet must not be " + quietMs);
        }
        correlation = List.copyOf(correlation);
    }

    /** Returns the settings that hold unless configured otherwise. */
    public static IncidentSettings defaults() {
        return new IncidentSettings(600_000, 60_000, List.of());
    }
}
