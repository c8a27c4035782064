package io.tocsin.gateway.http;

import io.tocsin.gateway.decode.DecodedBatch;
import io.tocsin.gateway.decode.LogLineStream;
import io.tocsin.gateway.decode.OutgoingRecord;
import io.tocsin.gateway.publish.PublishOutcome;
import io.tocsin.gateway.publish.PublishOutcome.Acknowledged;
import io.tocsin.gateway.publish.PublishOutcome.Cause;
import io.tocsin.gateway.publish.PublishOutcome.Failed;
import io.tocsin.gateway.publish.RecordPublisher;
import io.tocsin.service.http.LineBatch;
import io.tocsin.service.http.LineReceiver;
import io.tocsin.service.http.ProblemException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Takes the lines of one stream. A few batches of lines are on their way to Kafka at a time; when they are that many, nothing
 * more is read from the connection until the oldest is acknowledged, so that the client feels how fast Kafka is. When the
 * gateway as a whole is full, the stream waits instead of ending. Records that Kafka does not acknowledge end it, because
 * those behind them would fare no better. Its methods are called on one event loop.
 */
final class LogStreamReceiver implements LineReceiver {

    /** Batches that may wait for Kafka at a time. */
    private static final int WINDOW = 4;

    private static final int PAUSE_MILLIS = 50;

    private final LogLineStream stream;
    private final RecordPublisher publisher;
    private final Exchange exchange;
    private final InstantSource clock;
    private final Queue<CompletableFuture<Void>> window = new ArrayDeque<>(WINDOW);
    private volatile String position = "";

    LogStreamReceiver(LogLineStream stream, RecordPublisher publisher, Exchange exchange, InstantSource clock) {
        this.stream = stream;
        this.publisher = publisher;
        this.exchange = exchange;
        this.clock = clock;
    }

    @Override
    public CompletionStage<?> lines(LineBatch lines) {
        DecodedBatch batch = stream.lines(lines, clock.millis());
        long bytes = lines.to(lines.size() - 1) - lines.from(0);
        exchange.decoded(batch, bytes);
        window.add(publish(batch.records())
                .thenAccept(outcome -> settle(batch, outcome))
                .toCompletableFuture());
        return window.size() < WINDOW ? CompletableFuture.completedFuture(null) : window.remove();
    }

    private void settle(DecodedBatch batch, PublishOutcome outcome) {
        IngestChain.settle(batch.accepted(), outcome, exchange).ifPresent(problem -> {
            throw new ProblemException(problem);
        });
        position = ((Acknowledged) outcome).position();
    }

    private CompletionStage<PublishOutcome> publish(List<OutgoingRecord> records) {
        return publisher.publish(records, exchange.client()).thenCompose(outcome -> {
            if (!(outcome instanceof Failed failed) || !isFull(failed)) {
                return CompletableFuture.completedFuture(outcome);
            }
            Executor later = CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            return CompletableFuture.supplyAsync(() -> records, later).thenCompose(this::publish);
        });
    }

    private static boolean isFull(Failed failed) {
        return failed.cause() == Cause.OVERLOADED || failed.cause() == Cause.THROTTLED;
    }

    /** Completes when everything that was taken is acknowledged, exceptionally when it is not. */
    CompletionStage<Void> settled() {
        return CompletableFuture.allOf(window.toArray(CompletableFuture[]::new));
    }

    /** Returns the position of the last batch that was acknowledged. */
    String position() {
        return position;
    }
}
