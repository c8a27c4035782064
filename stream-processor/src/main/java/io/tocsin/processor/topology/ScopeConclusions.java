package io.tocsin.processor.topology;

import io.tocsin.processor.core.environment.EnvironmentConclusions;
import io.tocsin.processor.core.incident.IncidentView;
import io.tocsin.processor.core.model.AlertJoin;
import io.tocsin.processor.core.model.AlertNotice;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.pattern.PatternChange;
import io.tocsin.processor.topology.records.AlertRecords;
import io.tocsin.processor.topology.records.IncidentRecords;
import io.tocsin.processor.topology.records.PatternRecords;
import io.tocsin.processor.topology.state.IncidentLog;
import io.tocsin.schemas.key.SourceKey;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what the fold of an environment concludes into the outbox, and incidents into their store. Not thread-safe. */
final class ScopeConclusions implements EnvironmentConclusions {

    private static final Logger LOG = LoggerFactory.getLogger(ScopeConclusions.class);

    private final OutputFormats formats;
    private final IncidentLog incidents;
    private final Outbox outbox;
    private final LongSupplier streamTime;

    ScopeConclusions(OutputFormats formats, IncidentLog incidents, Outbox outbox, LongSupplier streamTime) {
        this.formats = formats;
        this.incidents = incidents;
        this.outbox = outbox;
        this.streamTime = streamTime;
    }

    @Override
    public void patternChange(PatternChange change) {
        byte[] stored = formats.pattern.forStore(PatternRecords.pattern(change.pattern()));
        byte[] key = change.pattern().id().getBytes(StandardCharsets.UTF_8);
        outbox.add(TopologyNames.PATTERNS_SINK, key, formats.pattern.forTopic(stored));
    }

    @Override
    public void alertNotice(SourceId origin, AlertNotice notice) {
        byte[] key;
        try {
            key = new SourceKey(origin.tenant(), origin.environment(), origin.name()).bytes();
        } catch (IllegalArgumentException e) {
            // Sources name those that they call as they like; there is nobody of this name to have the alert.
            LOG.warn("The origin of {} cannot be a source, so there is no alert about it", notice.id(), e);
            return;
        }
        byte[] stored = formats.alertCommand.forStore(AlertRecords.command(origin, notice, streamTime.getAsLong()));
        outbox.add(TopologyNames.SCOPE_ALERT_COMMANDS_SINK, key, formats.alertCommand.forTopic(stored));
    }

    @Override
    public void joined(SourceId source, AlertJoin join) {
        byte[] key = new SourceKey(source.tenant(), source.environment(), source.name()).bytes();
        byte[] stored = formats.alertCommand.forStore(AlertRecords.command(source, join, streamTime.getAsLong()));
        outbox.add(TopologyNames.SCOPE_ALERT_COMMANDS_SINK, key, formats.alertCommand.forTopic(stored));
    }

    @Override
    public void incident(IncidentView incident) {
        byte[] stored = formats.incident.forStore(IncidentRecords.incident(incident));
        incidents.put(incident.id(), stored);
        byte[] key = incident.id().getBytes(StandardCharsets.UTF_8);
        outbox.add(TopologyNames.INCIDENTS_SINK, key, formats.incident.forTopic(stored));
    }
}
