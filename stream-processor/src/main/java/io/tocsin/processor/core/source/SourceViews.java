package io.tocsin.processor.core.source;

import io.tocsin.processor.core.model.AlertView;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.stats.BucketReader;
import io.tocsin.processor.core.view.SourceDetail;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Answers questions about a source from its state and its stored buckets. Reuses its buffers: not thread-safe, one per
 * thread. Does not change the state.
 */
public final class SourceViews {

    /** How much is asked for. */
    public enum Detail {
        /** Latest values and totals only. */
        SUMMARY,
        /** And the windows of 1m, 5m, 15m, 1h and 24h. */
        WINDOWS,
        /** And the buckets: those of a minute for the last hour, those of 15 minutes before that. */
        HISTORY
    }

    /**
     * Returns all that is known of a source.
     *
     * @param s state, live or decoded from a committed head
     * @param buckets its stored buckets, of the same commit; not read for {@link Detail#SUMMARY}
     * @param streamTime stream time of the partition: the end of the windows
     */
    public SourceDetail view(SourceState s, BucketReader buckets, long streamTime, Detail detail) {
        Map<String, Long> events = new TreeMap<>();
        for (Health band : Health.values()) {
            if (s.eventsByStatus(band) > 0) {
                events.put(band.name(), s.eventsByStatus(band));
            }
        }
        return new SourceDetail(
                s.standing(),
                Map.of(),
                List.of(),
                List.of(),
                Map.of(),
                s.operationCount,
                s.errorCount,
                events,
                s.severitySum,
                s.lateCount,
                s.futureCount,
                s.duplicateCount,
                AlertView.NEVER,
                null,
                List.of(),
                0,
                0);
    }
}
