package io.tocsin.processor.core.scope;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.pattern.RosterView;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Totals of one scope: an environment, or a whole tenant. Mutable, not thread-safe. */
final class Scope {

    final String tenant;
    final String environment;
    final long[] sourcesByStatus = new long[Health.COUNT];
    final long[] eventsByStatus = new long[Health.COUNT];
    final WorstSources worst = new WorstSources();
    long sources;
    long events;
    long logs;
    double severitySum;
    long activeAlerts;
    boolean dirty;
    /** What shows failure patterns; null for the whole of a tenant. */
    ScopeWatch watch;

    Scope(String tenant, String environment) {
        this.tenant = tenant;
        this.environment = environment;
        watch = environment.equals(ScopeTotals.ALL) ? null : new ScopeWatch();
    }

    ScopePart part(long at) {
        return new ScopePart(
                tenant,
                environment,
                at,
                sources,
                counts(sourcesByStatus),
                events,
                logs,
                counts(eventsByStatus),
                severitySum,
                activeAlerts,
                worst.worst(ScopeTotals.WORST),
                watch == null ? List.of() : watch.signals(),
                watch == null ? List.of() : watch.loads(at),
                watch == null ? RosterView.EMPTY : watch.roster(at),
                watch == null ? List.of() : watch.takeAlerts());
    }

    /** Returns whether others must hear of the scope now: something changed, or something may be about to end. */
    boolean mustBeTold(long streamTime) {
        return watch != null && watch.isAwake(activeAlerts, streamTime) || dirty;
    }

    void writeTo(ByteWriter writer) {
        writer.writeString(tenant);
        writer.writeString(environment);
        writer.writeUnsigned(sources);
        writer.writeUnsigned(events);
        writer.writeUnsigned(logs);
        writer.writeDouble(severitySum);
        writer.writeUnsigned(activeAlerts);
        for (int i = 0; i < Health.COUNT; i++) {
            writer.writeUnsigned(sourcesByStatus[i]);
            writer.writeUnsigned(eventsByStatus[i]);
        }
        writer.writeUnsigned(worst.size());
        worst.all().forEach(standing -> StandingCodec.write(writer, standing));
        if (watch != null) {
            watch.writeTo(writer);
        }
    }

    static Scope readFrom(ByteReader reader) {
        Scope scope = new Scope(reader.readString(), reader.readString());
        scope.sources = reader.readCount();
        scope.events = reader.readCount();
        scope.logs = reader.readCount();
        scope.severitySum = reader.readFinite();
        scope.activeAlerts = reader.readCount();
        for (int i = 0; i < Health.COUNT; i++) {
            scope.sourcesByStatus[i] = reader.readCount();
            scope.eventsByStatus[i] = reader.readCount();
        }
        int worst = reader.readLength(WorstSources.CANDIDATES, 10);
        for (int i = 0; i < worst; i++) {
            scope.worst.put(StandingCodec.read(reader));
        }
        if (scope.watch != null) {
            scope.watch = ScopeWatch.readFrom(reader);
        }
        return scope;
    }

    private static Map<Health, Long> counts(long[] byStatus) {
        Map<Health, Long> counts = new EnumMap<>(Health.class);
        for (Health band : Health.values()) {
            if (byStatus[band.ordinal()] > 0) {
                counts.put(band, byStatus[band.ordinal()]);
            }
        }
        return counts;
    }
}
