package io.tocsin.query.command;

import io.tocsin.query.scatter.Question;
import io.tocsin.query.view.Page;
import io.tocsin.query.view.Row;
import io.tocsin.query.view.UnavailableException;
import io.tocsin.query.view.View;
import io.tocsin.query.view.ViewReader;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertCommand;
import io.tocsin.schemas.catalogue.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * One order to many alerts: all are read with one question, the commands go to Kafka together, and each partition is read
 * once behind the last of its commands. It takes as long as a single order does, whatever the number; what does not
 * succeed for one alert does not stop the others. Thread-safe.
 */
public final class BulkOrders {

    private final ViewReader reader;
    private final OrderLog log;
    private final EffectWait wait;
    private final CommandIds ids;

    /**
     * Makes the orders.
     *
     * @param reader reads alerts
     * @param log takes commands
     * @param wait waits for effects
     * @param topics catalogue of topics
     * @param ids makes ids of commands
     */
    public BulkOrders(ViewReader reader, CommandLog log, EffectWait wait, Topics topics, CommandIds ids) {
        this.reader = reader;
        this.log = new OrderLog(reader, log, topics);
        this.wait = wait;
        this.ids = ids;
    }

    /** How it went for one alert. */
    public enum Result {
        /** What was asked for holds. */
        DONE,
        /** Kafka has the command; its effect does not show yet. */
        ACCEPTED,
        /** There is no alert of this id. */
        UNKNOWN,
        /** The alert cannot take the order. */
        CONFLICT,
        /** It cannot be told or done now. */
        UNAVAILABLE
    }

    /**
     * How it went for one alert. Immutable.
     *
     * @param id id as it was given
     * @param result how it went
     * @param alert the alert as it was read last, or null
     * @param why what stands in the way, or null
     */
    public record Outcome(String id, Result result, Alert alert, String why) {}

    /**
     * Carries out an order on each of some alerts.
     *
     * @param alertIds ids, of which the same one may come again
     * @return an outcome for each id, in their order; fails with {@link UnavailableException} when no alert can be read
     */
    public CompletionStage<List<Outcome>> order(List<String> alertIds, AlertOrder order) {
        List<String> distinct = new ArrayList<>(new LinkedHashSet<>(alertIds));
        Question question;
        try {
            question = Question.keysEverywhere(View.ALERTS.name(), distinct, reader.partitions());
        } catch (UnavailableException notYet) {
            return CompletableFuture.failedFuture(notYet);
        }
        return reader.ask(View.ALERTS, question, distinct.size()).thenCompose(page -> {
            Run run = new Run(order, page);
            return run.carryOut(distinct)
                    .thenApply(done -> alertIds.stream().map(run.outcomes::get).toList());
        });
    }

    /** One request. Confined to one stage after the other. */
    private final class Run {

        private final AlertOrder order;
        private final boolean partial;
        private final Map<String, Alert> found = new HashMap<>();
        private final Map<String, Outcome> outcomes = new HashMap<>();
        private final Map<String, CompletableFuture<OrderLog.Sent>> sending = new LinkedHashMap<>();

        Run(AlertOrder order, Page<Alert> page) {
            this.order = order;
            partial = page.freshness().partial();
            page.rows().forEach(row -> found.put(row.key(), row.value()));
        }

        CompletionStage<Void> carryOut(List<String> distinct) {
            long now = reader.clock().millis();
            for (String id : distinct) {
                Alert alert = found.get(id);
                if (alert == null) {
                    outcomes.put(id, partial ? untold(id) : unknown(id));
                } else if (order.holdsAt(alert)) {
                    outcomes.put(id, new Outcome(id, Result.DONE, alert, null));
                } else if (order.conflict(alert).isPresent()) {
                    outcomes.put(
                            id,
                            new Outcome(
                                    id,
                                    Result.CONFLICT,
                                    alert,
                                    order.conflict(alert).orElseThrow()));
                } else {
                    AlertCommand command = order.command(alert, ids, now);
                    sending.put(id, log.append(command).toCompletableFuture());
                }
            }
            CompletableFuture<?>[] all = sending.values().toArray(new CompletableFuture<?>[0]);
            return CompletableFuture.allOf(all).handle((any, error) -> sent()).thenCompose(this::await);
        }

        /** Returns the ids whose commands Kafka has, by partition. */
        private SortedMap<Integer, List<String>> sent() {
            SortedMap<Integer, List<String>> byPartition = new TreeMap<>();
            sending.forEach((id, stage) -> {
                if (stage.isCompletedExceptionally()) {
                    outcomes.put(
                            id, new Outcome(id, Result.UNAVAILABLE, found.get(id), "the command could not be written"));
                } else {
                    byPartition
                            .computeIfAbsent(stage.join().partition(), any -> new ArrayList<>())
                            .add(id);
                }
            });
            return byPartition;
        }

        private CompletionStage<Void> await(SortedMap<Integer, List<String>> byPartition) {
            return CompletableFuture.allOf(byPartition.entrySet().stream()
                    .map(partition ->
                            await(partition.getKey(), partition.getValue()).toCompletableFuture())
                    .toArray(CompletableFuture<?>[]::new));
        }

        private CompletionStage<Void> await(int partition, List<String> sentIds) {
            Map<String, Long> position = new HashMap<>();
            sentIds.forEach(id ->
                    sending.get(id).join().position().forEach((at, offset) -> position.merge(at, offset, Math::max)));
            Question question = Question.keys(View.ALERTS.name(), Map.of(partition, sentIds))
                    .minPosition(position);
            return wait.until(
                            () -> reader.ask(View.ALERTS, question, sentIds.size()),
                            page -> Boolean.TRUE.equals(page.freshness().positionReached()))
                    .thenAccept(seen -> judge(sentIds, seen));
        }

        private void judge(List<String> sentIds, EffectWait.Seen<Page<Alert>> seen) {
            Map<String, Alert> after = seen.value() == null
                    ? Map.of()
                    : seen.value().rows().stream().collect(Collectors.toMap(Row::key, Row::value, (a, b) -> a));
            synchronized (outcomes) {
                for (String id : sentIds) {
                    Alert before = found.get(id);
                    Alert alert = after.getOrDefault(id, before);
                    Outcome accepted = new Outcome(id, Result.ACCEPTED, alert, null);
                    Outcome outcome = order.refusal(before, alert)
                            .map(why -> seen.reached() ? new Outcome(id, Result.CONFLICT, alert, why) : accepted)
                            .orElseGet(() -> seen.reached() ? new Outcome(id, Result.DONE, alert, null) : accepted);
                    outcomes.put(id, outcome);
                }
            }
        }

        private Outcome untold(String id) {
            return new Outcome(id, Result.UNAVAILABLE, null, "whether there is an alert of this id cannot be told now");
        }

        private Outcome unknown(String id) {
            return new Outcome(id, Result.UNKNOWN, null, "no alert has the id '" + id + "'");
        }
    }
}
