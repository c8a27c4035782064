package io.tocsin.query.http;

import io.tocsin.query.view.Freshness;
import io.tocsin.query.view.Page;
import io.tocsin.query.view.SourceScan;
import io.tocsin.query.view.SystemHealth;
import io.tocsin.schemas.Evaluation;
import io.tocsin.schemas.ScopeHealth;
import io.tocsin.schemas.SourceStatus;
import io.tocsin.schemas.SourceView;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Totals over everything, for our own path and for the documented one. Thread-safe. */
@Singleton
final class Statistics {

    private final SystemHealth health;
    private final SourceScan scan;
    private final Evaluations evaluations;
    private final OldestEvaluation oldest;

    Statistics(SystemHealth health, SourceScan scan, Evaluations evaluations, OldestEvaluation oldest) {
        this.health = health;
        this.scan = scan;
        this.evaluations = evaluations;
        this.oldest = oldest;
    }

    CompletionStage<Totals> totals() {
        return health.overall().thenCompose(overall -> scan.sources(null, false).thenCompose(sources -> evaluations
                .all(Map.of(), null, 1, Map.of())
                .thenCompose(newest -> oldestTime(newest, sources)
                        .thenApply(oldest -> new Totals(
                                overall.health(),
                                eventsBySource(sources),
                                sources.next() == null,
                                oldest,
                                newestTime(newest),
                                newest.total(),
                                overall.freshness().and(sources.freshness()).and(newest.freshness()))))));
    }

    /** No evaluation can be older than the first record of any source. */
    private CompletionStage<Long> oldestTime(Page<Evaluation> newest, Page<SourceView> sources) {
        if (newest.rows().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        long earliest = sources.next() != null
                ? 0
                : sources.values().stream()
                        .mapToLong(view -> view.getStatus().getFirstSeen())
                        .min()
                        .orElse(0);
        return oldest.find(earliest, newestTime(newest));
    }

    private static Long newestTime(Page<Evaluation> newest) {
        return newest.rows().isEmpty()
                ? null
                : Long.valueOf(newest.values().get(0).getAt());
    }

    private static SortedMap<String, Long> eventsBySource(Page<SourceView> sources) {
        SortedMap<String, Long> events = new TreeMap<>();
        for (SourceView view : sources.values()) {
            SourceStatus status = view.getStatus();
            events.merge(status.getSource(), status.getEventCount(), Long::sum);
        }
        return events;
    }

    /**
     * Totals. Immutable.
     *
     * @param health the whole system
     * @param eventsBySource events by name of source, of those sources that were looked at
     * @param allSources whether every source was looked at
     * @param oldest time of the oldest evaluation; null without any
     * @param newest time of the newest evaluation; null without any
     * @param evaluations number of evaluations; -1 when not counted
     * @param freshness how fresh and how complete it is
     */
    record Totals(
            ScopeHealth health,
            SortedMap<String, Long> eventsBySource,
            boolean allSources,
            Long oldest,
            Long newest,
            long evaluations,
            Freshness freshness) {}
}
