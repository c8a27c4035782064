package io.tocsin.query.view;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A value that is expensive to get and may be a little old: who asks while it is being fetched shares the fetch. A failure
 * is not kept. Thread-safe.
 *
 * @param <T> type of the value
 */
final class Shared<T> {

    private final Supplier<CompletionStage<T>> fetch;
    private final long maxAgeMillis;
    private final InstantSource clock;
    private CompletableFuture<T> latest;
    private long fetchedAtMillis;

    Shared(Supplier<CompletionStage<T>> fetch, Duration maxAge, InstantSource clock) {
        this.fetch = fetch;
        this.maxAgeMillis = maxAge.toMillis();
        this.clock = clock;
    }

    CompletionStage<T> get() {
        CompletableFuture<T> mine;
        synchronized (this) {
            if (latest != null && !stale()) {
                return latest;
            }
            mine = new CompletableFuture<>();
            latest = mine;
        }
        fetch.get().whenComplete((value, error) -> {
            synchronized (this) {
                fetchedAtMillis = clock.millis();
            }
            if (error == null) {
                mine.complete(value);
            } else {
                mine.completeExceptionally(error);
            }
        });
        return mine;
    }

    private boolean stale() {
        return latest.isDone()
                && (latest.isCompletedExceptionally() || clock.millis() - fetchedAtMillis >= maxAgeMillis);
    }
}
