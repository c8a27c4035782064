package io.tocsin.query.scatter;

import io.tocsin.query.routing.RoutingTable;
import io.tocsin.schemas.PartitionAnswer;
import io.tocsin.schemas.PartitionRole;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.QueryResponse;
import io.tocsin.schemas.QueryRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One question on its way through the instances: sends what the {@link AttemptPlan} says, checks what comes back, and
 * completes the result once. Everything mutable is guarded by the object's monitor, which is never held while sending.
 */
final class GatherRun {

    /** With less time than this left no request is started any more. */
    private static final Duration SHORTEST_TRY = Duration.ofMillis(20);
    /** Share of the time of a try that the instance may use; the rest is for the way there and back. */
    private static final double INSTANCE_SHARE = 0.9;
    /** Rest before the first further lap; it doubles with each. */
    private static final long FIRST_REST_MILLIS = 20;

    private static final long LONGEST_REST_MILLIS = 200;

    private final ScatterGather context;
    private final Question question;
    private final long deadline;
    private final CompletableFuture<Gathered> result;
    private final AttemptPlan plan;
    private final SortedMap<Integer, List<QueryRow>> rows = new TreeMap<>();
    private final SortedMap<Integer, Served> served = new TreeMap<>();
    private int laps;
    private boolean resting;

    GatherRun(ScatterGather context, Question question, long startNanos, CompletableFuture<Gathered> result) {
        this.context = context;
        this.question = question;
        this.deadline = startNanos + context.limits().deadline().toNanos();
        this.result = result;
        this.plan = new AttemptPlan(
                question.view(),
                question.keys().keySet(),
                !question.minPosition().isEmpty(),
                context.limits().maxStandbyLag());
    }

    /** Takes the next step: sends further requests, rests before another lap, or completes the result. */
    void advance() {
        List<Attempt> attempts;
        Gathered outcome = null;
        long remaining = deadline - context.nanoTime();
        RoutingTable table = context.tables().current();
        synchronized (this) {
            if (result.isDone() || resting) {
                return;
            }
            if (remaining < context.limits().tryTimeout().toNanos() * 13 / 10) {
                plan.dropPosition();
            }
            attempts = remaining < SHORTEST_TRY.toNanos() ? List.of() : plan.next(table);
            if (attempts.isEmpty()) {
                if (plan.waiting()) {
                    return;
                }
                resting = !plan.done()
                        && remaining > 2 * SHORTEST_TRY.toNanos()
                        && plan.hopeful(table, context.limits().patience().toMillis(), context.nowMillis());
                outcome = resting ? null : gathered();
            }
        }
        if (outcome != null) {
            result.complete(outcome);
        } else if (attempts.isEmpty()) {
            rest(remaining);
        } else {
            attempts.forEach(attempt -> send(attempt, remaining));
        }
    }

    private void rest(long remaining) {
        long millis = Math.min(
                Math.min(LONGEST_REST_MILLIS, FIRST_REST_MILLIS << Math.min(laps, 8)),
                TimeUnit.NANOSECONDS.toMillis(remaining) / 2);
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, context.executor())
                .execute(() -> context.tables()
                        .refresh()
                        .toCompletableFuture()
                        .copy()
                        .completeOnTimeout(
                                null, Math.max(1, TimeUnit.NANOSECONDS.toMillis(remaining) / 2), TimeUnit.MILLISECONDS)
                        .whenCompleteAsync(
                                (table, error) -> {
                                    synchronized (this) {
                                        resting = false;
                                        laps++;
                                        plan.startLap();
                                    }
                                    advance();
                                },
                                context.executor()));
    }

    private void send(Attempt attempt, long remainingNanos) {
        Duration timeout =
                Duration.ofNanos(Math.min(context.limits().tryTimeout().toNanos(), remainingNanos));
        context.client()
                .query(attempt.instance(), request(attempt, timeout), timeout)
                .whenComplete((response, error) -> {
                    if (error == null) {
                        accept(attempt, response);
                        advance();
                    } else {
                        failAll(attempt, failure(error));
                        context.executor().execute(this::advance);
                    }
                });
    }

    private QueryRequest request(Attempt attempt, Duration timeout) {
        Set<String> keys = new LinkedHashSet<>();
        Map<String, Long> positions = new HashMap<>();
        for (int partition : attempt.partitions()) {
            keys.addAll(question.keys().get(partition));
            if (attempt.positioned()) {
                positions.putAll(positions(partition));
            }
        }
        return QueryRequest.newBuilder()
                .setStore(question.view())
                .setKind(question.kind())
                .setPartitions(attempt.partitions())
                .setKeys(new ArrayList<>(keys))
                .setAfter(question.after())
                .setLimit(question.limit())
                .setDetail(question.detail())
                .setFilter(question.filter())
                .setMinPosition(positions)
                .setDeadlineMs(Math.max(1, (int) (timeout.toMillis() * INSTANCE_SHARE)))
                .build();
    }

    private synchronized void accept(Attempt attempt, QueryResponse response) {
        Map<Integer, PartitionAnswer> answers = new HashMap<>();
        response.getPartitions().forEach(answer -> answers.put(answer.getPartition(), answer));
        Map<Integer, List<QueryRow>> sent = new HashMap<>();
        response.getRows().forEach(row -> sent.computeIfAbsent(row.getPartition(), any -> new ArrayList<>())
                .add(row));
        for (int partition : attempt.partitions()) {
            PartitionAnswer answer = answers.get(partition);
            PartitionFailure failure = check(answer);
            if (failure != null) {
                fail(attempt, partition, failure);
            } else if (plan.answered(attempt, partition)) {
                rows.put(partition, sent.getOrDefault(partition, List.of()));
                served.put(
                        partition,
                        new Served(
                                partition,
                                response.getInstance(),
                                answer.getRole(),
                                answer.getRole() == PartitionRole.ACTIVE ? null : answer.getLag(),
                                answer.getStreamTime(),
                                answer.getTotal(),
                                answer.getMore()));
            }
        }
    }

    /** Returns why an answer of a partition cannot be used; null when it can. */
    private PartitionFailure check(PartitionAnswer answer) {
        if (answer == null) {
            return new PartitionFailure(FailureKind.MALFORMED, "the answer leaves the partition out");
        }
        if (answer.getError() != null) {
            return new PartitionFailure(
                    FailureKind.ofRpc(answer.getError()), "the instance answers " + answer.getError());
        }
        return switch (answer.getRole()) {
            case ACTIVE -> null;
            case RESTORING -> new PartitionFailure(FailureKind.RESTORING, "the instance is restoring the partition");
            case STANDBY ->
                answer.getLag() != null && answer.getLag() <= context.limits().maxStandbyLag()
                        ? null
                        : new PartitionFailure(FailureKind.LAGGING, "the standby is too far behind or does not know");
        };
    }

    private synchronized void failAll(Attempt attempt, PartitionFailure failure) {
        attempt.partitions().forEach(partition -> fail(attempt, partition, failure));
    }

    private void fail(Attempt attempt, int partition, PartitionFailure failure) {
        context.count(failure.kind());
        plan.failed(attempt, partition, failure);
        if (failure.kind() != FailureKind.BEHIND) {
            context.tables().refresh();
        }
    }

    private Gathered gathered() {
        SortedMap<Integer, PartitionFailure> missing = plan.missing();
        Boolean positionReached = null;
        if (!question.minPosition().isEmpty()) {
            positionReached = plan.positionReached()
                    && missing.keySet().stream()
                            .allMatch(partition -> positions(partition).isEmpty());
        }
        return new Gathered(rows, served, missing, positionReached);
    }

    private Map<String, Long> positions(int partition) {
        Map<String, Long> positions = new HashMap<>();
        question.minPosition().forEach((at, offset) -> {
            if (at.endsWith("/" + partition)) {
                positions.put(at, offset);
            }
        });
        return positions;
    }

    private static PartitionFailure failure(Throwable error) {
        Throwable cause = error instanceof java.util.concurrent.CompletionException && error.getCause() != null
                ? error.getCause()
                : error;
        return cause instanceof IqException known
                ? known.failure()
                : new PartitionFailure(
                        FailureKind.FAILED, "asking failed: " + cause.getClass().getSimpleName());
    }
}
