package io.tocsin.processor.topology;

import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.AlertStepKind;
import io.tocsin.processor.core.model.EvaluationEntry;
import io.tocsin.processor.core.model.Finding;
import io.tocsin.processor.core.scope.ScopeTotals;
import io.tocsin.processor.core.source.Conclusions;
import io.tocsin.processor.core.source.SourceState;
import io.tocsin.processor.topology.records.AlertRecords;
import io.tocsin.processor.topology.records.FindingRecords;
import io.tocsin.processor.topology.records.SourceRecords;
import io.tocsin.processor.topology.state.AlertHistory;
import io.tocsin.processor.topology.state.AlertHistoryKey;
import io.tocsin.processor.topology.state.AlertShelf;
import io.tocsin.processor.topology.state.EvaluationLog;
import io.tocsin.processor.topology.state.FindingKey;
import io.tocsin.processor.topology.state.FindingLog;
import io.tocsin.processor.topology.state.SourceEntry;
import io.tocsin.schemas.Alert;
import java.nio.charset.StandardCharsets;

/** Puts what the fold concludes into the stores and the outbox. Not thread-safe. */
final class SourceConclusions implements Conclusions {

    private final OutputFormats formats;
    private final EvaluationLog evaluations;
    private final AlertShelf alerts;
    private final AlertHistory history;
    private final FindingLog findings;
    private final ScopeTotals scopes;
    private final Outbox outbox;
    private SourceEntry source;
    private boolean alertChanged;

    SourceConclusions(
            OutputFormats formats,
            EvaluationLog evaluations,
            AlertShelf alerts,
            AlertHistory history,
            FindingLog findings,
            ScopeTotals scopes,
            Outbox outbox) {
        this.formats = formats;
        this.evaluations = evaluations;
        this.alerts = alerts;
        this.history = history;
        this.findings = findings;
        this.scopes = scopes;
        this.outbox = outbox;
    }

    /** Turns to a source; what follows is about it. */
    SourceConclusions about(SourceEntry entry) {
        source = entry;
        return this;
    }

    /** Returns whether an alert changed since the last call. */
    boolean takeAlertChanged() {
        boolean changed = alertChanged;
        alertChanged = false;
        return changed;
    }

    @Override
    public void evaluation(EvaluationEntry entry) {
        byte[] stored = formats.evaluation.forStore(SourceRecords.evaluation(entry));
        evaluations.append(source, entry.at(), stored);
        outbox.add(TopologyNames.EVALUATIONS_SINK, source.key(), formats.evaluation.forTopic(stored));
    }

    @Override
    public void finding(Finding finding) {
        byte[] stored = formats.finding.forStore(FindingRecords.finding(finding));
        findings.put(FindingKey.of(source.key(), finding.since(), finding.id()), stored);
        outbox.add(TopologyNames.FINDINGS_SINK, source.key(), formats.finding.forTopic(stored));
    }

    @Override
    public void alertChange(AlertChange change) {
        Alert alert = AlertRecords.alert(change.alert());
        byte[] stored = formats.alert.forStore(alert);
        alerts.put(alert, stored);
        history.append(
                new AlertHistoryKey(change.at(), alert.getFingerprint(), alert.getEpisode(), alert.getTransitions()),
                formats.alertHistoryEntry.encode(AlertRecords.historyEntry(change)));
        byte[] key = change.alert().fingerprint().getBytes(StandardCharsets.UTF_8);
        outbox.add(TopologyNames.ALERTS_SINK, key, formats.alert.forTopic(stored));
        byte[] step = formats.alertTransition.forStore(AlertRecords.transition(change, alert));
        outbox.add(TopologyNames.ALERT_TRANSITIONS_SINK, key, formats.alertTransition.forTopic(step));
        scopes.alert(change);
        // Nobody waits to hear of the incident.
        alertChanged |= change.kind() != AlertStepKind.JOINED;
    }

    @Override
    public void statusChange(SourceState state) {
        byte[] stored = formats.sourceStatus.forStore(SourceRecords.status(state.standing()));
        outbox.add(TopologyNames.SOURCE_STATUS_SINK, source.key(), formats.sourceStatus.forTopic(stored));
    }
}
