package io.tocsin.query.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.tocsin.query.command.CommandsUnavailableException;
import io.tocsin.query.command.ConflictException;
import io.tocsin.query.json.FreshnessJson;
import io.tocsin.query.scatter.OverloadedException;
import io.tocsin.query.view.AmbiguousSourceException;
import io.tocsin.query.view.NotFoundException;
import io.tocsin.query.view.UnavailableException;
import io.tocsin.service.http.Problem;
import io.tocsin.service.http.ProblemException;
import io.tocsin.service.http.StrictJson;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Turns what came out into a response: JSON, or the problem document that a failure means. Stateless. */
final class Answers {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final MediaType PROBLEM = MediaType.of(Problem.MEDIA_TYPE);

    private Answers() {}

    /** Returns the response with the JSON that some work gives, also when it fails before it has begun. */
    static CompletionStage<MutableHttpResponse<?>> with(Supplier<CompletionStage<ObjectNode>> work) {
        return respond(started(() -> work.get().thenApply(Answers::ok)));
    }

    private static CompletionStage<MutableHttpResponse<byte[]>> started(
            Supplier<CompletionStage<MutableHttpResponse<byte[]>>> work) {
        try {
            return work.get();
        } catch (UnavailableException notYet) {
            return CompletableFuture.failedFuture(notYet);
        }
    }

    /** Returns the response that a stage gives, or the problem that it fails with. */
    static CompletionStage<MutableHttpResponse<?>> respond(CompletionStage<MutableHttpResponse<byte[]>> stage) {
        return stage.handle((response, error) -> error == null ? response : problem(unwrapped(error)));
    }

    /** Returns a 200 with JSON. */
    static MutableHttpResponse<byte[]> ok(JsonNode body) {
        return json(HttpStatus.OK, body);
    }

    /** Returns a response with JSON that no cache keeps. */
    static MutableHttpResponse<byte[]> json(HttpStatus status, JsonNode body) {
        MutableHttpResponse<byte[]> response = HttpResponse.status(status);
        return response.contentType(MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .body(StrictJson.write(body));
    }

    private static MutableHttpResponse<byte[]> problem(Throwable error) {
        if (error instanceof ProblemException known) {
            return known.problem().toResponse();
        }
        if (error instanceof NotFoundException unknown) {
            return Problem.notFound(unknown.getMessage()).toResponse();
        }
        if (error instanceof ConflictException conflict) {
            return Problem.conflict(conflict.getMessage()).toResponse();
        }
        if (error instanceof AmbiguousSourceException ambiguous) {
            return ambiguous(ambiguous);
        }
        if (error instanceof UnavailableException unavailable) {
            return unavailable(unavailable);
        }
        if (error instanceof CommandsUnavailableException away) {
            return Problem.unavailable(away.getMessage(), RETRY_AFTER).toResponse();
        }
        if (error instanceof OverloadedException overloaded) {
            return Problem.tooManyRequests(overloaded.getMessage(), RETRY_AFTER).toResponse();
        }
        throw error instanceof RuntimeException defect ? defect : new IllegalStateException(error);
    }

    private static MutableHttpResponse<byte[]> ambiguous(AmbiguousSourceException ambiguous) {
        Problem problem = Problem.conflict(ambiguous.getMessage()).withCode("ambiguous-source");
        ObjectNode document = problem.toJson();
        var candidates = document.putArray("candidates");
        ambiguous.candidates().forEach(key -> candidates
                .addObject()
                .put("environment", key.environment())
                .put("source", key.name()));
        return problem.toResponse().contentType(PROBLEM).body(StrictJson.write(document));
    }

    private static MutableHttpResponse<byte[]> unavailable(UnavailableException unavailable) {
        Problem problem = Problem.unavailable(unavailable.getMessage(), RETRY_AFTER);
        ObjectNode document = problem.toJson();
        FreshnessJson.addMissing(document, unavailable.missing());
        return problem.toResponse().contentType(PROBLEM).body(StrictJson.write(document));
    }

    private static Throwable unwrapped(Throwable error) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
