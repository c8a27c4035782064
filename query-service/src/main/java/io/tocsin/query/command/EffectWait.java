package io.tocsin.query.command;

import io.tocsin.query.view.UnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Reads again and again until an effect shows or the time is over. Never blocks; thread-safe. */
public final class EffectWait {

    private static final long PAUSE_MILLIS = 50;

    private final Duration patience;
    private final LongSupplier nanos;
    private final Executor executor;

    /**
     * Makes a wait.
     *
     * @param patience how long to try
     * @param nanos monotonic clock in nanoseconds
     * @param executor runs the next try
     */
    public EffectWait(Duration patience, LongSupplier nanos, Executor executor) {
        this.patience = patience;
        this.nanos = nanos;
        this.executor = executor;
    }

    /**
     * Waits.
     *
     * @param read reads; an {@link UnavailableException} counts as "not yet"
     * @param reached whether a value shows the effect
     * @return the first value that shows the effect, or the last one that does not, which may be null
     */
    public <T> CompletionStage<Seen<T>> until(Supplier<CompletionStage<T>> read, Predicate<T> reached) {
        return until(read, reached, nanos.getAsLong() + patience.toNanos());
    }

    private <T> CompletionStage<Seen<T>> until(Supplier<CompletionStage<T>> read, Predicate<T> reached, long deadline) {
        return read.get().exceptionally(EffectWait::notYet).thenCompose(value -> {
            if (value != null && reached.test(value)) {
                return CompletableFuture.completedFuture(new Seen<>(value, true));
            }
            if (nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS) > deadline) {
                return CompletableFuture.completedFuture(new Seen<>(value, false));
            }
            Executor later = CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS, executor);
            return CompletableFuture.supplyAsync(() -> until(read, reached, deadline), later)
                    .thenCompose(stage -> stage);
        });
    }

    private static <T> T notYet(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof UnavailableException) {
            return null;
        }
        throw error instanceof CompletionException known ? known : new CompletionException(error);
    }

    /**
     * What was seen. Immutable.
     *
     * @param value the latest value; null when nothing could be read
     * @param reached whether it shows the effect
     * @param <T> type of the value
     */
    public record Seen<T>(T value, boolean reached) {}
}
