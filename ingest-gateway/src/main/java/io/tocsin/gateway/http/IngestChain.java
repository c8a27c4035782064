package io.tocsin.gateway.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.tocsin.gateway.account.Endpoint;
import io.tocsin.gateway.account.GatewayCounters;
import io.tocsin.gateway.account.IngestLog;
import io.tocsin.gateway.account.Rejection;
import io.tocsin.gateway.decode.DecodedBatch;
import io.tocsin.gateway.decode.RejectedBodyException;
import io.tocsin.gateway.publish.PublishOutcome;
import io.tocsin.gateway.publish.PublishOutcome.Acknowledged;
import io.tocsin.gateway.publish.PublishOutcome.Cause;
import io.tocsin.gateway.publish.PublishOutcome.Failed;
import io.tocsin.gateway.publish.RecordPublisher;
import io.tocsin.service.http.FieldError;
import io.tocsin.service.http.Problem;
import io.tocsin.service.http.ProblemException;
import io.tocsin.service.http.RequestBody;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What happens to every request with a whole body, in this order: read the body, decode it, publish what is good, answer,
 * keep account. A step that ends the request early throws a {@link ProblemException}. Thread-safe.
 */
final class IngestChain {

    /** Bodies from this size on are decoded away from the event loop, which serves other clients meanwhile. */
    private static final int LARGE = 256 * 1024;

    /** Decodes the body of one protocol. */
    @FunctionalInterface
    interface Decode {
        DecodedBatch decode(byte[] body, long receivedAt) throws RejectedBodyException;
    }

    /** Answers when all good items are on Kafka; at least one is, or there was none at all. */
    @FunctionalInterface
    interface Answer {
        CompletionStage<MutableHttpResponse<?>> answer(DecodedBatch batch, Exchange exchange, String position);
    }

    private final RecordPublisher publisher;
    private final GatewayCounters counters;
    private final IngestLog log;
    private final Executor decoders;
    private final long maxBody;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    IngestChain(
            RecordPublisher publisher,
            GatewayCounters counters,
            IngestLog log,
            Executor decoders,
            long maxBody,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.publisher = publisher;
        this.counters = counters;
        this.log = log;
        this.decoders = decoders;
        this.maxBody = maxBody;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Starts the account of a request. */
    Exchange begin(Endpoint endpoint, HttpRequest<?> request) {
        return new Exchange(endpoint, request, counters, log, clock.millis(), nanoTime.getAsLong());
    }

    /** Ends the account of a request. */
    MutableHttpResponse<?> end(Exchange exchange, MutableHttpResponse<?> response) {
        exchange.answered(response.code(), nanoTime.getAsLong());
        return response;
    }

    /** Takes a request through all steps. */
    CompletionStage<MutableHttpResponse<?>> handle(
            Endpoint endpoint, HttpRequest<?> request, Decode decode, Answer answer) {
        Exchange exchange = begin(endpoint, request);
        return RequestBody.read(request, maxBody)
                .handle((body, failure) -> failure == null ? body : refuse(exchange, failure))
                .thenCompose(body -> decode(body, decode, exchange))
                .thenCompose(batch -> publish(batch, exchange, answer))
                .handle((response, failure) -> end(exchange, failure == null ? response : problem(failure, exchange)));
    }

    /** Keeps account of a body that did not come in. */
    private static byte[] refuse(Exchange exchange, Throwable failure) {
        Problem problem = problemException(failure).problem();
        throw refuse(exchange, problem, problem.errors(), 0);
    }

    private static ProblemException refuse(
            Exchange exchange, Problem problem, List<FieldError> errors, long bodyBytes) {
        exchange.refused(Rejection.ofStatus(problem.status()), problem.detail(), errors, bodyBytes);
        return new ProblemException(problem);
    }

    private CompletionStage<DecodedBatch> decode(byte[] body, Decode decode, Exchange exchange) {
        return body.length < LARGE
                ? CompletableFuture.completedFuture(decodeNow(body, decode, exchange))
                : CompletableFuture.supplyAsync(() -> decodeNow(body, decode, exchange), decoders);
    }

    private static DecodedBatch decodeNow(byte[] body, Decode decode, Exchange exchange) {
        DecodedBatch batch;
        try {
            batch = decode.decode(body, exchange.receivedAt());
        } catch (RejectedBodyException e) {
            throw refuse(exchange, Refusals.of(e), e.errors(), body.length);
        } catch (ProblemException e) {
            throw refuse(exchange, e.problem(), e.problem().errors(), body.length);
        }
        exchange.decoded(batch, body.length);
        if (batch.accepted() == 0 && batch.rejected() > 0) {
            throw new ProblemException(Refusals.ofAll(batch));
        }
        return batch;
    }

    private CompletionStage<MutableHttpResponse<?>> publish(DecodedBatch batch, Exchange exchange, Answer answer) {
        return publisher.publish(batch.records(), exchange.client()).thenCompose(outcome -> {
            Optional<Problem> unacknowledged = settle(batch.accepted(), outcome, exchange);
            return unacknowledged.isPresent()
                    ? CompletableFuture.completedFuture(Refusals.withIds(unacknowledged.get(), batch))
                    : answer.answer(batch, exchange, ((Acknowledged) outcome).position());
        });
    }

    /**
     * Keeps account of what became of some items.
     *
     * @return what the client is told when they were not acknowledged
     */
    static Optional<Problem> settle(long items, PublishOutcome outcome, Exchange exchange) {
        if (!(outcome instanceof Failed failed)) {
            exchange.accepted(items);
            return Optional.empty();
        }
        if (failed.cause() == Cause.TOO_LARGE) {
            exchange.refusedByKafka(items, failed.detail());
        } else {
            exchange.failed(failed.cause(), items, failed.detail());
        }
        return Optional.of(Refusals.of(failed));
    }

    /** Returns the answer that a failure means; keeps account of a defect before it goes to the common handler. */
    MutableHttpResponse<?> problem(Throwable failure, Exchange exchange) {
        try {
            return problemException(failure).problem().toResponse();
        } catch (RuntimeException defect) {
            exchange.defect("defect");
            exchange.answered(HttpStatus.INTERNAL_SERVER_ERROR.getCode(), nanoTime.getAsLong());
            throw defect;
        }
    }

    /**
     * Returns the problem that a failure is.
     *
     * @throws RuntimeException the failure itself when it is a defect
     */
    static ProblemException problemException(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ProblemException problem) {
            return problem;
        }
        // The common handler turns it into a 500 and logs it.
        throw cause instanceof RuntimeException unchecked ? unchecked : new CompletionException(cause);
    }
}
