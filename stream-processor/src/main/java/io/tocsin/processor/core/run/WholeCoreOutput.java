package io.tocsin.processor.core.run;

import io.tocsin.processor.core.environment.EnvironmentConclusions;
import io.tocsin.processor.core.model.Finding;
import io.tocsin.processor.core.model.SourceStanding;
import io.tocsin.processor.core.scope.ScopeSummary;

/** Receives what a {@link WholeCore} concludes, in the order in which it follows. */
public interface WholeCoreOutput extends EnvironmentConclusions {

    /** Takes a finding that opened or closed. */
    void finding(Finding finding);

    /** Says that the standing of a source changed. */
    void sourceHealth(SourceStanding standing, long at);

    /** Says that status, score or reasons of an environment changed. */
    void environmentHealth(ScopeSummary summary);
}
