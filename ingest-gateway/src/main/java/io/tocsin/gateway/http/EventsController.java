package io.tocsin.gateway.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.tocsin.gateway.account.Endpoint;
import io.tocsin.gateway.decode.BodyFormat;
import io.tocsin.gateway.decode.DecodedBatch;
import io.tocsin.gateway.decode.RejectedBodyException;
import io.tocsin.gateway.decode.RequestDecoder;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Events: our own addresses, and those of two earlier systems, which answer 200 and with the fields that they documented. */
@Controller
final class EventsController {

    private final IngestChain chain;
    private final RequestDecoder decoder;
    private final EvaluationWaiter evaluations;

    EventsController(IngestChain chain, RequestDecoder decoder, EvaluationWaiter evaluations) {
        this.chain = chain;
        this.decoder = decoder;
        this.evaluations = evaluations;
    }

    /** Takes events in their general form. */
    @Post(value = "/api/v1/events", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> events(HttpRequest<?> request) {
        return own(Endpoint.EVENTS, request, decoder::events);
    }

    /** Takes heartbeats. */
    @Post(value = "/api/v1/heartbeats", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> heartbeats(HttpRequest<?> request) {
        return own(Endpoint.HEARTBEATS, request, decoder::heartbeats);
    }

    /** Takes ends of operations. */
    @Post(value = "/api/v1/operations", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> operations(HttpRequest<?> request) {
        return own(Endpoint.OPERATIONS, request, decoder::operations);
    }

    /** Takes samples of typed metrics. */
    @Post(value = "/api/v1/metrics", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> metrics(HttpRequest<?> request) {
        return own(Endpoint.METRICS, request, decoder::metrics);
    }

    /** Takes one event and answers {@code status}, {@code event_id} and {@code timestamp}. */
    @Post(value = "/api/v1/monitoring/events", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> monitoringEvent(HttpRequest<?> request) {
        return chain.handle(
                Endpoint.MONITORING_EVENTS,
                request,
                (body, now) -> {
                    MediaTypes.formatOf(request);
                    return decoder.event(body, now);
                },
                (batch, exchange, position) ->
                        CompletableFuture.completedFuture(Answers.json(HttpStatus.OK, position, json -> {
                            json.writeStringField("status", "accepted");
                            json.writeStringField(
                                    "event_id", batch.results().get(0).id());
                            json.writeStringField("timestamp", timestamp(exchange));
                        })));
    }

    /** Takes the snapshot of a host and answers {@code status}, {@code message} and {@code timestamp}. */
    @Post(value = "/ingest", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> hostSnapshot(HttpRequest<?> request) {
        return chain.handle(
                Endpoint.HOST_SNAPSHOTS,
                request,
                (body, now) -> {
                    MediaTypes.formatOf(request);
                    return decoder.hostSnapshot(body, now);
                },
                (batch, exchange, position) ->
                        CompletableFuture.completedFuture(Answers.json(HttpStatus.OK, position, json -> {
                            json.writeStringField("status", "success");
                            json.writeStringField(
                                    "message",
                                    "Snapshot stored as "
                                            + count(batch.records().size()));
                            json.writeStringField("timestamp", timestamp(exchange));
                        })));
    }

    private static String count(int records) {
        return records == 1 ? "1 record" : records + " records";
    }

    private static String timestamp(Exchange exchange) {
        return Instant.ofEpochMilli(exchange.receivedAt()).toString();
    }

    /** Decodes a body of items. */
    @FunctionalInterface
    private interface Items {
        DecodedBatch decode(byte[] body, BodyFormat format, long receivedAt) throws RejectedBodyException;
    }

    private CompletionStage<MutableHttpResponse<?>> own(Endpoint endpoint, HttpRequest<?> request, Items items) {
        Preferences preferences = Preferences.of(request);
        return chain.handle(
                endpoint,
                request,
                (body, now) -> items.decode(body, MediaTypes.formatOf(request), now),
                (batch, exchange, position) -> evaluations
                        .evaluation(batch, position, preferences)
                        .thenApply(evaluation -> EventsAnswer.of(batch, position, preferences, evaluation)));
    }
}
