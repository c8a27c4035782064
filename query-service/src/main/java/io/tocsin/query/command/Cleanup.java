package io.tocsin.query.command;

import io.tocsin.query.scatter.Question;
import io.tocsin.query.view.Freshness;
import io.tocsin.query.view.Page;
import io.tocsin.query.view.UnavailableException;
import io.tocsin.query.view.View;
import io.tocsin.query.view.ViewReader;
import io.tocsin.schemas.MaintenanceCommand;
import io.tocsin.schemas.MaintenanceResult;
import io.tocsin.schemas.catalogue.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Cleans up the evaluation log: one command into each partition, then the partitions' own results are summed. Thread-safe.
 */
public final class Cleanup {

    private final ViewReader reader;
    private final CommandLog log;
    private final EffectWait wait;
    private final Topics topics;
    private final CommandIds ids;

    /**
     * Makes the clean-up.
     *
     * @param reader reads results
     * @param log takes commands
     * @param wait waits for results
     * @param topics catalogue of topics
     * @param ids makes ids of commands
     */
    public Cleanup(ViewReader reader, CommandLog log, EffectWait wait, Topics topics, CommandIds ids) {
        this.reader = reader;
        this.log = log;
        this.wait = wait;
        this.topics = topics;
        this.ids = ids;
    }

    /**
     * Removes entries from an age on.
     *
     * @param olderThan the age, by stream time
     * @param dryRun count only
     * @param actor who asks
     * @return the sum of the partitions that have acted in time; fails with {@link CommandsUnavailableException} when not
     *     every partition got its command
     */
    public CompletionStage<Result> run(Duration olderThan, boolean dryRun, String actor) {
        int partitions;
        try {
            partitions = reader.partitions();
        } catch (UnavailableException notYet) {
            return CompletableFuture.failedFuture(notYet);
        }
        MaintenanceCommand command = MaintenanceCommand.newBuilder()
                .setId(ids.next())
                .setOlderThanMs(olderThan.toMillis())
                .setDryRun(dryRun)
                .setRequestedBy(actor)
                .setRequestedAt(reader.clock().millis())
                .build();
        List<CompletableFuture<Map<String, Long>>> writes = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            writes.add(log.append(topics.maintenance, partition, command.getId(), command)
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).thenCompose(all -> {
            Map<String, Long> position = new HashMap<>();
            writes.forEach(write -> position.putAll(write.join()));
            Question question = Question.keyEverywhere(View.MAINTENANCE.name(), command.getId(), partitions)
                    .minPosition(position);
            return wait.until(
                            () -> reader.ask(View.MAINTENANCE, question, partitions),
                            page -> page.rows().size() == partitions)
                    .thenApply(seen -> result(seen.value(), partitions));
        });
    }

    private static Result result(Page<MaintenanceResult> page, int partitions) {
        SortedSet<Integer> silent = new TreeSet<>();
        for (int partition = 0; partition < partitions; partition++) {
            silent.add(partition);
        }
        long removed = 0;
        long remaining = 0;
        if (page != null) {
            for (MaintenanceResult one : page.values()) {
                removed += one.getRemoved();
                remaining += one.getRemaining();
                silent.remove(one.getPartition());
            }
        }
        return new Result(removed, remaining, silent, page == null ? null : page.freshness());
    }

    /**
     * What a clean-up did. Immutable.
     *
     * @param removed entries removed, or that would be
     * @param remaining entries left
     * @param silent partitions that have the command and have not told their result yet
     * @param freshness how the results were read; null when nobody could be asked
     */
    public record Result(long removed, long remaining, SortedSet<Integer> silent, Freshness freshness) {}
}
