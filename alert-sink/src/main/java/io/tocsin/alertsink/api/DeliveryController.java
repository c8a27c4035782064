package io.tocsin.alertsink.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tocsin.alertsink.AlertSink;
import io.tocsin.alertsink.ledger.LedgerQueries;
import io.tocsin.service.http.Problem;
import io.tocsin.service.http.ProblemException;
import io.tocsin.service.http.StrictJson;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Deliveries over HTTP. Every instance answers for all deliveries. */
@Controller("/api/v1/deliveries")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DeliveryController {

    private final LedgerQueries queries;
    private final DeliveryLists lists;

    DeliveryController(AlertSink sink, DeliveryLists lists) {
        this.lists = lists;
        queries = sink.queries();
    }

    /**
     * Lists deliveries, those first whose state changed last.
     *
     * @param state of retrying, sent, dead, separated by commas; all when absent
     */
    @Get(produces = MediaType.ALL)
    MutableHttpResponse<byte[]> list(
            @Nullable @QueryValue String state,
            @Nullable @QueryValue String channel,
            @Nullable @QueryValue String fingerprint,
            @Nullable @QueryValue String limit,
            @Nullable @QueryValue String cursor) {
        DeliveryFilter filter = DeliveryFilter.parse(
                Optional.ofNullable(state),
                Optional.ofNullable(channel),
                Optional.ofNullable(fingerprint),
                Optional.ofNullable(limit),
                Optional.ofNullable(cursor));
        return json(HttpStatus.OK, lists.list(filter));
    }

    /** Returns one delivery with its tries. */
    @Get(uri = "/{id}", produces = MediaType.ALL)
    MutableHttpResponse<byte[]> one(String id) {
        return json(HttpStatus.OK, queries.find(id).map(DeliveryJson::of).orElseThrow(this::missing));
    }

    /** Begins a new cycle of tries of a dead delivery, under the same id. */
    @Post(uri = "/{id}/replay", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<byte[]>> replay(String id) {
        return queries.replay(id).thenApply(this::answer);
    }

    private MutableHttpResponse<byte[]> answer(LedgerQueries.Replay replay) {
        return switch (replay.outcome()) {
            case ASKED ->
                json(HttpStatus.ACCEPTED, DeliveryJson.of(replay.entry().orElseThrow()));
            case UNKNOWN -> throw missing();
            case NOT_DEAD ->
                throw new ProblemException(Problem.conflict("only a dead delivery can be replayed, this one is "
                        + DeliveryJson.of(replay.entry().orElseThrow())
                                .get("state")
                                .textValue()));
            case NO_CHANNEL ->
                throw new ProblemException(Problem.conflict("the channel of the delivery is not configured any more"));
        };
    }

    /** That a delivery is unknown is certain only once the whole ledger was read. */
    private ProblemException missing() {
        return new ProblemException(
                queries.isComplete()
                        ? Problem.notFound("there is no such delivery")
                        : Problem.unavailable("the ledger is still being read", Duration.ofSeconds(1)));
    }

    private static MutableHttpResponse<byte[]> json(HttpStatus status, JsonNode body) {
        return HttpResponse.<byte[]>status(status)
                .body(StrictJson.write(body))
                .contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
