package io.tocsin.processor.core.source;

import io.tocsin.processor.core.model.Decision;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.model.Reason;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.model.SourceStanding;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All that is kept of one source. Changed by {@link SourceFold} only, stored by {@link SourceStateCodec}. Mutable, not
 * thread-safe. Times are stream time in epoch milliseconds.
 */
public final class SourceState {

    /** Deadline of a source that waits for nothing. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    final SourceId id;
    final long firstSeen;
    long lastSeen;
    long changedAt;
    long eventCount;
    long logCount;
    long operationCount;
    long errorCount;
    long lateCount;
    long futureCount;
    long duplicateCount;
    final long[] eventsByStatus = new long[Health.COUNT];
    double severitySum;
    final long[] logLevels = new long[Level.COUNT];
    Health status = Health.UNKNOWN;
    double severityScore;
    Decision decision = Decision.CONTINUE;
    long deadline = NO_DEADLINE;

    SourceState(SourceId id, long firstSeen) {
        this.id = Objects.requireNonNull(id, "id");
        this.firstSeen = firstSeen;
        this.lastSeen = firstSeen;
        this.changedAt = firstSeen;
    }

    /** Makes the state of a source that is seen for the first time. */
    public static SourceState create(String tenant, String environment, String name, long streamTime) {
        return new SourceState(new SourceId(tenant, environment, name), streamTime);
    }

    /** Returns the identity. */
    public SourceId id() {
        return id;
    }

    /**
     * Returns the stream time at which {@link SourceFold#onTick} must be called at the latest, or {@link #NO_DEADLINE}.
     * It may turn out to be too early, never too late; read it again after each call of the fold.
     */
    public long nextDeadline() {
        return deadline;
    }

    /** Returns the band of the score. */
    public Health status() {
        return status;
    }

    /** Returns the severity in [0,1]. */
    public double severityScore() {
        return severityScore;
    }

    /** Returns the latest decision. */
    public Decision decision() {
        return decision;
    }

    /** Returns the number of events, each id once. */
    public long eventCount() {
        return eventCount;
    }

    /** Returns the number of log lines, each id once. */
    public long logCount() {
        return logCount;
    }

    /** Returns the number of events that were judged with a status. */
    public long eventsByStatus(Health band) {
        return eventsByStatus[band.ordinal()];
    }

    /** Returns the sum of the severity scores of all events. */
    public double severitySum() {
        return severitySum;
    }

    /** Returns the number of alerts that are firing, acknowledged or recovering. */
    public int activeAlerts() {
        return 0;
    }

    /** Returns why the source is judged as it is, greatest contribution first. */
    public List<Reason> reasons() {
        return List.of();
    }

    /** Returns the latest labels, sorted by name. */
    public Map<String, String> labels() {
        return Map.of();
    }

    /** Returns where the source stands now. Makes texts: not for every record. */
    public SourceStanding standing() {
        return new SourceStanding(
                id,
                labels(),
                status,
                severityScore,
                decision,
                reasons(),
                firstSeen,
                lastSeen,
                changedAt,
                eventCount,
                logCount);
    }

    /** Returns about how many bytes of heap the state takes. */
    public int approximateBytes() {
        return 512;
    }
}
