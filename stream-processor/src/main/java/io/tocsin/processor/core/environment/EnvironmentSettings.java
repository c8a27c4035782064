package io.tocsin.processor.core.environment;

import io.tocsin.processor.core.incident.IncidentSettings;
import io.tocsin.processor.core.pattern.PatternSettings;
import io.tocsin.processor.core.pattern.SignalSettings;
import java.util.Objects;

/**
 * What the fold of an environment can be told. Immutable.
 *
 * @param signals what each source is watched for
 * @param patterns when a failure pattern begins and ends
 * @param incidents when alerts and patterns belong together
 */
public record EnvironmentSettings(SignalSettings signals, PatternSettings patterns, IncidentSettings incidents) {

    public EnvironmentSettings {
        Objects.requireNonNull(signals, "signals");
        Objects.requireNonNull(patterns, "patterns");
        Objects.requireNonNull(incidents, "incidents");
    }

    /** Returns the settings that hold unless configured otherwise. */
    public static EnvironmentSettings defaults() {
        return new EnvironmentSettings(
                SignalSettings.defaults(), PatternSettings.defaults(), IncidentSettings.defaults());
    }
}
