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
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** Totals over everything, for our own path and for the documented one. Thread-safe. */
@Singleton
final class Statistics {

    private final SystemHealth health;
    private final SourceScan scan;
    private final Evaluations evaluations;

    Statistics(SystemHealth health, SourceScan scan, Evaluations evaluations) {
        this.health = health;
        this.scan = scan;
        this.evaluations = evaluations;
    }

    CompletionStage<Totals> totals() {
        return health.overall().thenCompose(overall -> scan.sources(null, false).thenCompose(sources -> evaluations
                .all(Map.of(), null, 1, Map.of())
                .thenCompose(newest -> evaluations
                        .oldest()
                        .thenApply(oldest -> new Totals(
                                overall.health(),
                                eventsBySource(sources),
                                sources.next() == null,
                                time(oldest.values().stream()
                                        .mapToLong(Evaluation::getAt)
                                        .min()),
                                time(newest.values().stream()
                                        .mapToLong(Evaluation::getAt)
                                        .max()),
                                newest.total(),
                                overall.freshness().and(sources.freshness()).and(newest.freshness()))))));
    }

    private static SortedMap<String, Long> eventsBySource(Page<SourceView> sources) {
        SortedMap<String, Long> events = new TreeMap<>();
        for (SourceView view : sources.values()) {
            SourceStatus status = view.getStatus();
            events.merge(status.getSource(), status.getEventCount(), Long::sum);
        }
        return events;
    }

    private static Long time(OptionalLong time) {
        return time.isPresent() ? Long.valueOf(time.getAsLong()) : null;
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
