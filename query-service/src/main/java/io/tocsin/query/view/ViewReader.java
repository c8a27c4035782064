package io.tocsin.query.view;

import io.tocsin.query.scatter.Gathered;
import io.tocsin.query.scatter.Question;
import io.tocsin.query.scatter.ScatterGather;
import io.tocsin.schemas.QueryRow;
import io.tocsin.schemas.key.KeyPartitioner;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads views as typed rows. An answer that no partition contributed to fails with {@link UnavailableException}; a partial
 * one says so in its freshness. Never blocks; thread-safe.
 */
public final class ViewReader {

    private final ScatterGather scatter;
    private final IntSupplier partitions;
    private final InstantSource clock;

    /**
     * Makes a reader.
     *
     * @param scatter how to ask
     * @param partitions number of partitions of every view; 0 while it is not known
     * @param clock clock of {@code as_of}
     */
    public ViewReader(ScatterGather scatter, IntSupplier partitions, InstantSource clock) {
        this.scatter = scatter;
        this.partitions = partitions;
        this.clock = clock;
    }

    /** Returns the number of partitions of every view; fails while it is not known. */
    public int partitions() {
        int count = partitions.getAsInt();
        if (count < 1) {
            throw new UnavailableException("the partitions of the cluster are not known yet", new TreeMap<>());
        }
        return count;
    }

    /** Returns the partition of a key. */
    public int partition(String key) {
        return KeyPartitioner.partition(key.getBytes(StandardCharsets.UTF_8), partitions());
    }

    /** Returns the clock of {@code as_of}. */
    public InstantSource clock() {
        return clock;
    }

    /** Returns the rows of some keys, each asked for in its own partition only. */
    public <T extends SpecificRecord> CompletionStage<Page<T>> keys(
            View<T> view, Collection<String> keys, Map<String, Long> position, String... detail) {
        return guarded(() -> {
            Map<Integer, List<String>> byPartition = new HashMap<>();
            for (String key : keys) {
                byPartition
                        .computeIfAbsent(partition(key), any -> new ArrayList<>())
                        .add(key);
            }
            return ask(
                    view, Question.keys(view.name(), byPartition).detail(detail).minPosition(position), keys.size());
        });
    }

    /**
     * Returns the first rows of an answer in the order of the view.
     *
     * @param limit rows at most
     */
    public <T extends SpecificRecord> CompletionStage<Page<T>> ask(View<T> view, Question question, int limit) {
        return scatter.ask(question).thenApply(gathered -> page(view, gathered, limit));
    }

    /**
     * Returns the rows of an answer, page by page until there are no more or enough.
     *
     * @param limit rows at most
     * @param step rows at most per request and partition
     */
    public <T extends SpecificRecord> CompletionStage<Page<T>> scan(
            View<T> view, Question question, int limit, int step) {
        return scan(view, question, limit, step, null);
    }

    private <T extends SpecificRecord> CompletionStage<Page<T>> scan(
            View<T> view, Question question, int limit, int step, Page<T> before) {
        int have = before == null ? 0 : before.rows().size();
        return ask(view, question, Math.min(step, limit - have)).thenCompose(page -> {
            Page<T> both = before == null ? page : join(before, page);
            return page.next() == null || both.rows().size() >= limit
                    ? CompletableFuture.completedFuture(both)
                    : scan(view, question.after(page.next()), limit, step, both);
        });
    }

    private static <T> Page<T> join(Page<T> before, Page<T> page) {
        List<Row<T>> rows = new ArrayList<>(before.rows());
        rows.addAll(page.rows());
        return new Page<>(rows, page.next(), before.total(), before.freshness().and(page.freshness()));
    }

    private <T extends SpecificRecord> Page<T> page(View<T> view, Gathered gathered, int limit) {
        requireAny(gathered);
        List<QueryRow> merged = gathered.merged();
        int size = Math.min(limit, merged.size());
        List<Row<T>> rows = new ArrayList<>(size);
        for (QueryRow row : merged.subList(0, size)) {
            rows.add(view.read(row));
        }
        boolean more = merged.size() > size || gathered.more();
        String next = more && size > 0 ? rows.get(size - 1).key() : null;
        return new Page<>(rows, next, gathered.total(), Freshness.of(gathered, clock.instant()));
    }

    private static void requireAny(Gathered gathered) {
        if (gathered.nothing()) {
            throw new UnavailableException("no instance answered", gathered.missing());
        }
    }

    private static <T> CompletionStage<T> guarded(java.util.function.Supplier<CompletionStage<T>> work) {
        try {
            return work.get();
        } catch (UnavailableException notYet) {
            return CompletableFuture.failedFuture(notYet);
        }
    }
}
