package io.tocsin.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.MutableHttpResponse;
import io.tocsin.gateway.decode.DecodedBatch;
import io.tocsin.gateway.decode.ItemResult;
import io.tocsin.gateway.decode.RejectedBodyException;
import io.tocsin.gateway.publish.PublishOutcome.Cause;
import io.tocsin.gateway.publish.PublishOutcome.Failed;
import io.tocsin.service.http.FieldError;
import io.tocsin.service.http.Problem;
import io.tocsin.service.http.StrictJson;
import java.util.List;
import java.util.Map;

/** The problem documents of the gateway. Stateless. */
final class Refusals {

    private static final int ERRORS_TOLD = 100;

    private Refusals() {}

    /** Returns what a client is told whose body was refused as a whole. */
    static Problem of(RejectedBodyException refused) {
        return switch (refused.reason()) {
            case SYNTAX -> Problem.badRequest(sentence(refused.getMessage())).withCode("invalid-json");
            case TOO_MANY_ITEMS -> Problem.tooLarge(sentence(refused.getMessage()));
            case INVALID -> Problem.unprocessable(refused.errors());
        };
    }

    /** Returns what a client is told of whose items none is good. */
    static Problem ofAll(DecodedBatch batch) {
        List<FieldError> errors = batch.errors(ERRORS_TOLD);
        boolean allMalformed =
                batch.results().stream().allMatch(result -> result.outcome() == ItemResult.Outcome.MALFORMED);
        return allMalformed
                ? new Problem(400, "invalid-json", "Bad request", "No line is JSON.", errors, Map.of())
                : Problem.unprocessable(errors);
    }

    /** Returns what a client is told whose records are not on Kafka, or not known to be. */
    static Problem of(Failed failed) {
        if (failed.cause() == Cause.TOO_LARGE) {
            return Problem.tooLarge(failed.detail());
        }
        return failed.cause() == Cause.THROTTLED
                ? Problem.tooManyRequests(failed.detail(), failed.retryAfter())
                : Problem.unavailable(failed.detail(), failed.retryAfter());
    }

    /**
     * Returns the answer to a request that Kafka did not acknowledge. It has the ids of all items in order, null for a
     * rejected one, so that a client that sent none can use them for its next try.
     */
    static MutableHttpResponse<?> withIds(Problem problem, DecodedBatch batch) {
        ObjectNode document = problem.toJson();
        ArrayNode ids = document.putArray("ids");
        batch.results().forEach(result -> ids.add(result.accepted() ? result.id() : null));
        return problem.toResponse().body(StrictJson.write(document));
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + '.';
    }
}
