package io.tocsin.processor.topology.records;

import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.SourceStanding;
import io.tocsin.processor.core.pattern.SignalCodec;
import io.tocsin.processor.core.scope.BriefCodec;
import io.tocsin.processor.core.scope.ScopePart;
import io.tocsin.processor.core.scope.ScopeSummary;
import io.tocsin.processor.core.scope.ScopeTotals;
import io.tocsin.schemas.ScopeHealth;
import io.tocsin.schemas.ScopePartial;
import io.tocsin.schemas.SourceStatus;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns what the core says of scopes into records and back. Stateless. */
public final class ScopeRecords {

    private ScopeRecords() {}

    /** Returns the record of what a partition knows of a scope. */
    public static ScopePartial partial(int partition, ScopePart part) {
        return new ScopePartial(
                part.tenant(),
                part.environment(),
                partition,
                part.at(),
                part.sourceCount(),
                byName(part.sourcesByStatus()),
                part.eventCount(),
                part.logCount(),
                byName(part.eventsByStatus()),
                part.severitySum(),
                part.activeAlerts(),
                statuses(part.worst()),
                part.environment().equals(ScopeTotals.ALL)
                        ? ByteBuffer.allocate(0)
                        : ByteBuffer.wrap(SignalCodec.encode(part.signals(), part.loads(), part.roster())),
                ByteBuffer.wrap(BriefCodec.encode(part.alerts())));
    }

    /** Returns what a record tells of a scope. */
    public static ScopePart part(ScopePartial partial) {
        List<SourceStanding> worst = new ArrayList<>(partial.getWorst().size());
        for (SourceStatus status : partial.getWorst()) {
            worst.add(SourceRecords.standing(status));
        }
        SignalCodec.Told told = SignalCodec.decode(partial.getSignals());
        return new ScopePart(
                partial.getTenant(),
                partial.getEnvironment(),
                partial.getAt(),
                partial.getSourceCount(),
                byHealth(partial.getSourcesByStatus()),
                partial.getEventCount(),
                partial.getLogCount(),
                byHealth(partial.getEventsByStatus()),
                partial.getSeveritySum(),
                partial.getActiveAlerts(),
                worst,
                told.signals(),
                told.loads(),
                told.roster(),
                BriefCodec.decode(partial.getAlerts()));
    }

    /** Returns the record of a scope's health. */
    public static ScopeHealth health(ScopeSummary summary) {
        return new ScopeHealth(
                summary.tenant(),
                summary.environment(),
                summary.at(),
                Enums.status(summary.status()),
                summary.severityScore(),
                Enums.decision(summary.decision()),
                summary.reasons(),
                summary.sourceCount(),
                byName(summary.sourcesByStatus()),
                summary.eventCount(),
                summary.logCount(),
                byName(summary.eventsByStatus()),
                summary.severitySum(),
                summary.activeAlerts(),
                statuses(summary.worst()),
                summary.partitions());
    }

    private static List<SourceStatus> statuses(List<SourceStanding> standings) {
        List<SourceStatus> records = new ArrayList<>(standings.size());
        for (SourceStanding standing : standings) {
            records.add(SourceRecords.status(standing));
        }
        return records;
    }

    private static Map<String, Long> byName(Map<Health, Long> counts) {
        Map<String, Long> named = new TreeMap<>();
        counts.forEach((health, count) -> named.put(health.name(), count));
        return named;
    }

    private static Map<Health, Long> byHealth(Map<String, Long> counts) {
        Map<Health, Long> healths = new EnumMap<>(Health.class);
        counts.forEach((name, count) -> healths.put(Health.valueOf(name), count));
        return healths;
    }
}
