package io.tocsin.processor.core.environment;

import io.tocsin.processor.core.incident.IncidentView;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.pattern.PatternChange;

/** Receives what follows from a step of an environment, in the order in which it follows. */
public interface EnvironmentConclusions {

    /** Takes a step in the life of a pattern. */
    void patternChange(PatternChange change);

    /** Takes a step in the life of an alert about a pattern. */
    void alertChange(AlertChange change);

    /** Takes an incident that changed. */
    void incident(IncidentView incident);
}
