package io.tocsin.query.view;

import io.tocsin.schemas.SourceView;
import io.tocsin.schemas.key.SourceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Finds a source by its name. With an environment that is one point lookup; without, one lookup per known environment,
 * all at once. A name that no known environment has is looked for again in a fresh list of environments before it counts
 * as unknown, and "unknown" is said only when every partition that could have it has answered. Thread-safe.
 */
public final class SourceResolver {

    /** Environment of sources that do not say one; it is always a candidate. */
    private static final String DEFAULT_ENVIRONMENT = "default";

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final ViewReader reader;
    private final EnvironmentList environments;
    private final String tenant;
    private final Duration patience;
    private final Executor executor;

    /**
     * Makes a resolver.
     *
     * @param reader how to ask
     * @param environments the environments of the tenant
     * @param tenant whose sources
     * @param patience how long a reader who brings a position waits for a source in an environment that is not known yet
     * @param executor runs the next try
     */
    public SourceResolver(
            ViewReader reader, EnvironmentList environments, String tenant, Duration patience, Executor executor) {
        this.reader = reader;
        this.environments = environments;
        this.tenant = tenant;
        this.patience = patience;
        this.executor = executor;
    }

    /**
     * Finds the one source of a name.
     *
     * @param name name of the source
     * @param environment its environment; null when not given
     * @param position position that the answer must include; empty for none
     * @param detail what the answer carries beyond the summary
     * @return fails with {@link NotFoundException}, {@link AmbiguousSourceException} or {@link UnavailableException}
     */
    public CompletionStage<Found> find(String name, String environment, Map<String, Long> position, String... detail) {
        return findAll(name, environment, position, detail).thenApply(page -> {
            if (page.rows().isEmpty()) {
                throw page.freshness().partial()
                        ? new UnavailableException(
                                "whether there is a source of this name cannot be told now",
                                page.freshness().missing())
                        : new NotFoundException(
                                environment == null
                                        ? "no source has the name '" + name + "'"
                                        : "no source in environment '" + environment + "' has the name '" + name + "'");
            }
            if (page.rows().size() > 1) {
                throw new AmbiguousSourceException(
                        name,
                        page.rows().stream()
                                .map(row -> SourceKey.parse(row.key()))
                                .toList());
            }
            return new Found(
                    SourceKey.parse(page.rows().get(0).key()), page.values().get(0), page.freshness());
        });
    }

    /**
     * Finds every source of a name, at most one per environment.
     *
     * @return empty when there is none as far as the partitions that answered know; fails with {@link UnavailableException}
     */
    public CompletionStage<Page<SourceView>> findAll(
            String name, String environment, Map<String, Long> position, String... detail) {
        if (environment != null) {
            return reader.keys(
                    View.SOURCES, List.of(new SourceKey(tenant, environment, name).text()), position, detail);
        }
        return environments.known().thenCompose(known -> lookUp(name, known.names(), position, detail)
                .thenCompose(page -> page.rows().isEmpty()
                        ? again(name, position, detail, patience.toMillis())
                        : CompletableFuture.completedFuture(page)));
    }

    private CompletionStage<Page<SourceView>> again(
            String name, Map<String, Long> position, String[] detail, long patienceMillis) {
        return environments.refresh().thenCompose(fresh -> lookUp(name, fresh.names(), position, detail)
                .thenCompose(page -> {
                    if (!page.rows().isEmpty()) {
                        return CompletableFuture.completedFuture(page);
                    }
                    if (!position.isEmpty() && patienceMillis > 0) {
                        return later(() -> again(name, position, detail, patienceMillis - PAUSE.toMillis()));
                    }
                    Freshness both = page.freshness().and(fresh.freshness());
                    return CompletableFuture.completedFuture(new Page<>(page.rows(), null, page.total(), both));
                }));
    }

    private <T> CompletionStage<T> later(Supplier<CompletionStage<T>> work) {
        Executor delayed = CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS, executor);
        return CompletableFuture.supplyAsync(work, delayed).thenCompose(stage -> stage);
    }

    private CompletionStage<Page<SourceView>> lookUp(
            String name, SortedSet<String> names, Map<String, Long> position, String... detail) {
        SortedSet<String> all = new TreeSet<>(names);
        all.add(DEFAULT_ENVIRONMENT);
        List<String> keys = new ArrayList<>();
        all.forEach(environment -> keys.add(new SourceKey(tenant, environment, name).text()));
        return reader.keys(View.SOURCES, keys, position, detail);
    }

    /**
     * A source that was found. Immutable.
     *
     * @param key its identity
     * @param view what is known of it
     * @param freshness how fresh and how complete the answer is
     */
    public record Found(SourceKey key, SourceView view, Freshness freshness) {}
}
