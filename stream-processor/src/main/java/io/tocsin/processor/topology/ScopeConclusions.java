package io.tocsin.processor.topology;

import io.tocsin.processor.core.environment.EnvironmentConclusions;
import io.tocsin.processor.core.incident.IncidentView;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.pattern.PatternChange;
import io.tocsin.processor.topology.records.AlertRecords;
import io.tocsin.processor.topology.records.PatternRecords;
import io.tocsin.schemas.Alert;
import java.nio.charset.StandardCharsets;

/** Puts what the fold of an environment concludes into the outbox. Not thread-safe. */
final class ScopeConclusions implements EnvironmentConclusions {

    private final OutputFormats formats;
    private final Outbox outbox;

    ScopeConclusions(OutputFormats formats, Outbox outbox) {
        this.formats = formats;
        this.outbox = outbox;
    }

    @Override
    public void patternChange(PatternChange change) {
        byte[] stored = formats.pattern.forStore(PatternRecords.pattern(change.pattern()));
        byte[] key = change.pattern().id().getBytes(StandardCharsets.UTF_8);
        outbox.add(TopologyNames.PATTERNS_SINK, key, formats.pattern.forTopic(stored));
    }

    @Override
    public void alertChange(AlertChange change) {
        Alert alert = AlertRecords.alert(change.alert());
        byte[] stored = formats.alert.forStore(alert);
        byte[] key = change.alert().fingerprint().getBytes(StandardCharsets.UTF_8);
        outbox.add(TopologyNames.SCOPE_ALERTS_SINK, key, formats.alert.forTopic(stored));
        byte[] step = formats.alertTransition.forStore(AlertRecords.transition(change, alert));
        outbox.add(TopologyNames.SCOPE_ALERT_TRANSITIONS_SINK, key, formats.alertTransition.forTopic(step));
    }

    @Override
    public void incident(IncidentView incident) {
        // Kept with the environment; nobody but the bench asks for incidents yet.
    }
}
