package io.tocsin.processor.fleet;

import io.tocsin.processor.core.incident.IncidentView;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.AlertPhase;
import io.tocsin.processor.core.model.AlertView;
import io.tocsin.processor.core.model.Finding;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.model.SourceStanding;
import io.tocsin.processor.core.pattern.PatternChange;
import io.tocsin.processor.core.run.WholeCoreOutput;
import io.tocsin.processor.core.scope.ScopeSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Remembers what the core concludes. */
final class Recorder implements WholeCoreOutput {

    final List<PatternChange> patterns = new ArrayList<>();
    final List<AlertChange> alerts = new ArrayList<>();
    final List<IncidentView> incidents = new ArrayList<>();
    final List<Finding> findings = new ArrayList<>();

    /** Returns how many findings the source has that has most. */
    int mostFindingsOfASource() {
        Map<SourceId, Integer> opened = new HashMap<>();
        for (Finding finding : findings) {
            if (finding.state() == Finding.State.OPEN) {
                opened.merge(finding.source(), 1, Integer::sum);
            }
        }
        return opened.values().stream().mapToInt(count -> count).max().orElse(0);
    }

    /** Returns the alerts that fired, in words, but for those of a rule. */
    List<String> firedExcept(String rule) {
        List<String> fired = new ArrayList<>();
        for (AlertChange change : alerts) {
            AlertView alert = change.alert();
            if (change.to() == AlertPhase.FIRING && !alert.rule().equals(rule)) {
                fired.add(alert.rule() + " at " + alert.source() + ": " + alert.description());
            }
        }
        return fired;
    }

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
