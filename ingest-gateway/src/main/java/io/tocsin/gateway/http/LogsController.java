package io.tocsin.gateway.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.tocsin.gateway.account.Endpoint;
import io.tocsin.gateway.decode.DecodedBatch;
import io.tocsin.gateway.decode.RequestDecoder;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.service.http.Problem;
import io.tocsin.service.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Log lines of services and their registration, at the addresses of an earlier system and with its answers. */
@Controller
final class LogsController {

    private static final String STREAM = "/api/logs/stream/";
    private static final int ERRORS_TOLD = 10;

    private final IngestChain chain;
    private final ContinuousLogs continuous;
    private final RequestDecoder decoder;

    LogsController(IngestChain chain, ContinuousLogs continuous, RequestDecoder decoder) {
        this.chain = chain;
        this.continuous = continuous;
        this.decoder = decoder;
    }

    /** Takes a batch of lines and answers {@code status, service_name, accepted, rejected, timestamp}. */
    @Post(value = STREAM + "{service}", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> batch(HttpRequest<?> request) {
        return chain.handle(
                Endpoint.LOG_BATCHES,
                request,
                (body, now) -> decoder.logBatch(
                        body,
                        MediaTypes.formatOf(request),
                        ServicePath.name(request, STREAM, ""),
                        environment(request),
                        now),
                (batch, exchange, position) ->
                        CompletableFuture.completedFuture(Answers.json(HttpStatus.OK, position, json -> {
                            json.writeStringField("status", batch.rejected() == 0 ? "accepted" : "partial");
                            json.writeStringField("service_name", ServicePath.name(request, STREAM, ""));
                            json.writeNumberField("accepted", batch.accepted());
                            json.writeNumberField("rejected", batch.rejected());
                            json.writeStringField("timestamp", timestamp(exchange));
                            Answers.errors(json, batch.errors(ERRORS_TOLD));
                        })));
    }

    /** Takes one line and answers {@code status, log_id, timestamp}. */
    @Post(value = STREAM + "{service}/single", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> single(HttpRequest<?> request) {
        return chain.handle(
                Endpoint.LOG_LINES,
                request,
                (body, now) -> {
                    MediaTypes.formatOf(request);
                    String service = ServicePath.name(request, STREAM, "/single");
                    return decoder.logLine(body, service, environment(request), now);
                },
                (batch, exchange, position) ->
                        CompletableFuture.completedFuture(Answers.json(HttpStatus.OK, position, json -> {
                            json.writeStringField("status", "accepted");
                            json.writeStringField(
                                    "log_id", batch.results().get(0).id());
                            json.writeStringField("timestamp", timestamp(exchange));
                        })));
    }

    /** Takes lines for as long as the client sends, and answers {@code accepted} and {@code rejected} at the end. */
    @Post(value = STREAM + "{service}/continuous", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> continuous(HttpRequest<?> request) {
        try {
            return continuous.handle(
                    request, new ServiceScope(ServicePath.name(request, STREAM, "/continuous"), environment(request)));
        } catch (ProblemException e) {
            return CompletableFuture.completedFuture(e.problem().toResponse());
        }
    }

    /** Makes a service known and answers {@code service_name, registered_at, status}; doing it again changes nothing. */
    @Post(value = "/api/logs/services/register", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> register(HttpRequest<?> request) {
        return chain.handle(
                Endpoint.REGISTRATIONS,
                request,
                (body, now) -> {
                    MediaTypes.formatOf(request);
                    return decoder.registration(body, environment(request), now);
                },
                (batch, exchange, position) ->
                        CompletableFuture.completedFuture(Answers.json(HttpStatus.OK, position, json -> {
                            json.writeStringField("service_name", sourceOf(batch));
                            json.writeStringField("registered_at", timestamp(exchange));
                            json.writeStringField("status", "registered");
                        })));
    }

    private static String sourceOf(DecodedBatch batch) {
        return SourceKey.parse(new String(batch.records().get(0).key(), StandardCharsets.UTF_8))
                .name();
    }

    private static String timestamp(Exchange exchange) {
        return Instant.ofEpochMilli(exchange.receivedAt()).toString();
    }

    /** Returns the environment that the query names, or null. */
    private static String environment(HttpRequest<?> request) {
        String environment = request.getParameters().get("environment");
        if (environment == null) {
            return null;
        }
        try {
            return new SourceKey("default", environment, "any").environment();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.unprocessable("environment", e.getMessage()));
        }
    }
}
