package io.tocsin.processor.core.run;

import io.tocsin.processor.core.incident.IncidentView;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.Finding;
import io.tocsin.processor.core.model.SourceStanding;
import io.tocsin.processor.core.pattern.PatternChange;
import io.tocsin.processor.core.scope.ScopeSummary;

/** Receives what a {@link WholeCore} concludes, in the order in which it follows. */
public interface WholeCoreOutput {

    /** Takes a step in the life of a pattern. */
    void patternChange(PatternChange change);

    /** Takes a step in the life of an alert. */
    void alertChange(AlertChange change);

    /** Takes an incident that changed. */
    void incident(IncidentView incident);

    /** Takes a finding that opened or closed. */
    void finding(Finding finding);

    /** Says that the standing of a source changed. */
    void sourceHealth(SourceStanding standing, long at);

    /** Says that status, score or reasons of an environment changed. */
    void environmentHealth(ScopeSummary summary);
}
