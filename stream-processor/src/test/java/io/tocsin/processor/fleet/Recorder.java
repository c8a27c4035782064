package io.tocsin.processor.fleet;

import io.tocsin.processor.core.incident.IncidentView;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.Finding;
import io.tocsin.processor.core.model.SourceStanding;
import io.tocsin.processor.core.pattern.PatternChange;
import io.tocsin.processor.core.run.WholeCoreOutput;
import io.tocsin.processor.core.scope.ScopeSummary;
import java.util.ArrayList;
import java.util.List;

/** Remembers what the core concludes. */
final class Recorder implements WholeCoreOutput {

    final List<PatternChange> patterns = new ArrayList<>();
    final List<AlertChange> alerts = new ArrayList<>();
    final List<IncidentView> incidents = new ArrayList<>();
    final List<Finding> findings = new ArrayList<>();

    @Override
    public void finding(Finding finding) {
        findings.add(finding);
    }

    @Override
    public void sourceHealth(SourceStanding standing, long at) {
        // Not what these tests are about.
    }

    @Override
    public void environmentHealth(ScopeSummary summary) {
        // Not what these tests are about.
    }

    @Override
    public void patternChange(PatternChange change) {
        patterns.add(change);
    }

    @Override
    public void alertChange(AlertChange change) {
        alerts.add(change);
    }

    @Override
    public void incident(IncidentView incident) {
        incidents.add(incident);
    }
}
