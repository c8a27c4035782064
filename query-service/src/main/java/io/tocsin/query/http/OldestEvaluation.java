package io.tocsin.query.http;

import io.tocsin.schemas.Evaluation;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Finds the time of the oldest evaluation in a log that is read newest first. It asks for what is not newer than a time,
 * moves that time on by doubling steps until there is something, and back by halves until all of it fits into one answer,
 * whose last row is the oldest. Entries only go at the old end, so the next search begins where the last one ended and
 * mostly needs one question. Thread-safe.
 */
@Singleton
final class OldestEvaluation {

    private static final long FIRST_STEP_MILLIS = 1_000;
    private static final int FITTING = 1_000;

    private final Evaluations evaluations;
    private final AtomicLong nothingBefore = new AtomicLong();

    OldestEvaluation(Evaluations evaluations) {
        this.evaluations = evaluations;
    }

    /**
     * Finds the time.
     *
     * @param earliest no entry is older, epoch milliseconds
     * @param newest time of the newest entry
     * @return the time of the oldest entry as far as partitions answer; null when the log has become empty meanwhile
     */
    CompletionStage<Long> find(long earliest, long newest) {
        long start = Math.max(earliest, nothingBefore.get());
        return forward(start, 0, FIRST_STEP_MILLIS, newest);
    }

    /** Looks at [empty, empty + step]; nothing lies before {@code empty}. */
    private CompletionStage<Long> forward(long empty, long step, long nextStep, long newest) {
        long to = Math.min(empty + step, newest);
        return upTo(to).thenCompose(found -> {
            if (found.none()) {
                return to >= newest
                        ? CompletableFuture.completedFuture(null)
                        : forward(to + 1, nextStep, nextStep * 2, newest);
            }
            return found.all() ? remembered(found.oldest()) : back(empty, to);
        });
    }

    /** Nothing lies before {@code empty}, and too much lies in [empty, full]. */
    private CompletionStage<Long> back(long empty, long full) {
        if (empty >= full) {
            return remembered(full);
        }
        long middle = empty + (full - empty) / 2;
        return upTo(middle).thenCompose(found -> {
            if (found.none()) {
                return back(middle + 1, full);
            }
            return found.all() ? remembered(found.oldest()) : back(empty, middle);
        });
    }

    private CompletionStage<Long> remembered(long oldest) {
        nothingBefore.set(oldest);
        return CompletableFuture.completedFuture(oldest);
    }

    private CompletionStage<Found> upTo(long time) {
        return evaluations
                .all(Map.of("to", Long.toString(time)), null, FITTING, Map.of())
                .thenApply(page -> new Found(
                        page.rows().isEmpty(),
                        page.next() == null,
                        page.values().stream()
                                .mapToLong(Evaluation::getAt)
                                .min()
                                .orElse(time)));
    }

    private record Found(boolean none, boolean all, long oldest) {}
}
