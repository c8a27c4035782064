package io.tocsin.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.tocsin.gateway.account.Endpoint;
import io.tocsin.gateway.decode.BodyFormat;
import io.tocsin.gateway.decode.RequestDecoder;
import io.tocsin.gateway.publish.RecordPublisher;
import io.tocsin.service.http.RequestBody;
import io.tocsin.service.http.StrictJson;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Requests that bring log lines for minutes or hours. They are answered at the end, with {@code accepted} and
 * {@code rejected} and the first few errors; the problem document of a stream that ended otherwise has the counts too. Thread-safe.
 */
final class ContinuousLogs {

    private final IngestChain chain;
    private final RecordPublisher publisher;
    private final RequestDecoder decoder;
    private final InstantSource clock;
    private final int maxLine;

    ContinuousLogs(
            IngestChain chain, RecordPublisher publisher, RequestDecoder decoder, InstantSource clock, int maxLine) {
        this.chain = chain;
        this.publisher = publisher;
        this.decoder = decoder;
        this.clock = clock;
        this.maxLine = maxLine;
    }

    /** Takes a request whose service and environment are checked before anything is read. */
    CompletionStage<MutableHttpResponse<?>> handle(HttpRequest<?> request, ServiceScope scope) {
        if (MediaTypes.isWholeJson(request)) {
            return chain.handle(
                    Endpoint.LOG_STREAMS,
                    request,
                    (body, now) -> decoder.logBatch(body, BodyFormat.JSON, scope.service(), scope.environment(), now),
                    (batch, exchange, position) -> CompletableFuture.completedFuture(counts(exchange, position)));
        }
        Exchange exchange = chain.begin(Endpoint.LOG_STREAMS, request);
        LogStreamReceiver receiver = new LogStreamReceiver(
                decoder.logLines(scope.service(), scope.environment()), publisher, exchange, clock);
        return RequestBody.lines(request, maxLine, receiver)
                .handle((ignored, failure) -> failure)
                .thenCompose(failure -> receiver.settled().handle((ignored, late) -> failure == null ? late : failure))
                .thenApply(failure -> chain.end(
                        exchange,
                        failure == null ? counts(exchange, receiver.position()) : problem(exchange, failure)));
    }

    private static MutableHttpResponse<?> counts(Exchange exchange, String position) {
        return Answers.json(HttpStatus.OK, position, json -> {
            json.writeNumberField("accepted", exchange.accepted());
            json.writeNumberField("rejected", exchange.rejected());
            Answers.errors(json, exchange.errors());
        });
    }

    /** Returns the problem that ended the stream, with the counts up to then, and closes the connection behind it. */
    private MutableHttpResponse<?> problem(Exchange exchange, Throwable failure) {
        MutableHttpResponse<?> response = chain.problem(failure, exchange);
        ObjectNode document = IngestChain.problemException(failure).problem().toJson();
        document.put("accepted", exchange.accepted());
        document.put("rejected", exchange.rejected());
        document.put("failed", exchange.failed());
        return response.body(StrictJson.write(document)).header("Connection", "close");
    }
}
