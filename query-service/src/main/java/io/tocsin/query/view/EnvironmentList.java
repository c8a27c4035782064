package io.tocsin.query.view;

import io.tocsin.query.scatter.Question;
import io.tocsin.schemas.key.SourceKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The environments of a tenant, kept for a while, because almost every question for a source by its name needs them. A
 * list that has grown old is still used while a new one is fetched; calls for a new one that come together share one
 * fetch. Thread-safe.
 */
public final class EnvironmentList {

    private static final int STEP = 1_000;
    private static final int MOST = 100_000;

    private final ViewReader reader;
    private final String tenant;
    private final long maxAgeMillis;
    private final InstantSource clock;
    private volatile Known known;
    private CompletableFuture<Known> fetching;

    /**
     * Makes an empty list; the first use fetches it.
     *
     * @param reader how to ask
     * @param tenant whose environments
     * @param maxAge age from which on a use fetches a new list beside it
     * @param clock clock of the age
     */
    public EnvironmentList(ViewReader reader, String tenant, Duration maxAge, InstantSource clock) {
        this.reader = reader;
        this.tenant = tenant;
        this.maxAgeMillis = maxAge.toMillis();
        this.clock = clock;
    }

    /** Returns the environments as known; fetches them when nothing is known. */
    public CompletionStage<Known> known() {
        Known have = known;
        if (have == null) {
            return refresh();
        }
        if (clock.millis() - have.atMillis > maxAgeMillis) {
            refresh();
        }
        return CompletableFuture.completedFuture(have);
    }

    /** Fetches the environments now, or joins a fetch that is under way. Fails as {@link ViewReader} does. */
    public CompletionStage<Known> refresh() {
        CompletableFuture<Known> mine;
        synchronized (this) {
            if (fetching != null) {
                return fetching;
            }
            mine = new CompletableFuture<>();
            fetching = mine;
        }
        fetch().whenComplete((fresh, error) -> {
            synchronized (this) {
                fetching = null;
                if (fresh != null) {
                    known = fresh;
                }
            }
            if (error == null) {
                mine.complete(fresh);
            } else {
                mine.completeExceptionally(error);
            }
        });
        return mine;
    }

    private CompletionStage<Known> fetch() {
        Question question;
        try {
            question = Question.prefix(View.SCOPES.name(), SourceKey.tenantPrefix(tenant), reader.partitions(), STEP);
        } catch (UnavailableException notYet) {
            return CompletableFuture.failedFuture(notYet);
        }
        return reader.scan(View.SCOPES, question, MOST, STEP).thenApply(page -> {
            SortedSet<String> names = new TreeSet<>();
            page.values().forEach(scope -> names.add(scope.getEnvironment()));
            names.remove(SourceKey.ALL_ENVIRONMENTS);
            return new Known(names, page.freshness(), clock.millis());
        });
    }

    /**
     * A list of environments. Immutable.
     *
     * @param names the environments
     * @param freshness how complete it is
     * @param atMillis when it was fetched, epoch milliseconds
     */
    public record Known(SortedSet<String> names, Freshness freshness, long atMillis) {}
}
