package io.tocsin.processor.core.environment;

import io.tocsin.processor.core.incident.IncidentView;
import io.tocsin.processor.core.model.AlertJoin;
import io.tocsin.processor.core.model.AlertNotice;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.pattern.PatternChange;

/** Receives what follows from a step of an environment, in the order in which it follows. */
public interface EnvironmentConclusions {

    /** Takes a step in the life of a pattern. */
    void patternChange(PatternChange change);

    /** Takes word of a pattern for the alerts of the source from which it likely comes. */
    void alertNotice(SourceId origin, AlertNotice notice);

    /** Takes word of an incident for the source of an alert that belongs to it. */
    void joined(SourceId source, AlertJoin join);

    /** Takes an incident that changed. */
    void incident(IncidentView incident);
}
