package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.tocsin.query.desk.Desks;
import io.tocsin.query.json.Json;
import io.tocsin.service.http.ProblemException;
import io.tocsin.service.http.RequestBody;
import io.tocsin.service.http.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;

/** Requests that a processor answers, because it will have to do what they ask for. Thread-safe. */
final class DeskRequests {

    private static final int ID_SEGMENT = 3;
    private static final int MAX_BODY = 64 * 1_024;
    private static final int MAX_ACTOR = 200;

    private final Desks desks;
    private final String path;
    private final String location;

    /**
     * Makes them.
     *
     * @param path path of the desk at the processor
     * @param location what goes before the id of something new
     */
    DeskRequests(Desks desks, String path, String location) {
        this.desks = desks;
        this.path = path;
        this.location = location;
    }

    /** Asks with the body of the request, which must be a JSON object, as its text. */
    CompletionStage<MutableHttpResponse<?>> askWithBody(HttpRequest<?> request, ObjectNode question) {
        return Answers.respond(RequestBody.read(request, MAX_BODY).thenCompose(bytes -> {
            if (!StrictJson.parse(bytes).isObject()) {
                throw ProblemException.badRequest("The body must be a JSON object.");
            }
            question.put("text", new String(bytes, StandardCharsets.UTF_8));
            return desks.ask(path, question).thenApply(reply -> DeskAnswers.of(reply, location));
        }));
    }

    /** Asks. */
    CompletionStage<MutableHttpResponse<?>> ask(ObjectNode question) {
        return Answers.respond(desks.ask(path, question).thenApply(reply -> DeskAnswers.of(reply, location)));
    }

    /** Returns a question about what the path names. */
    static ObjectNode about(HttpRequest<?> request, String action) {
        return question(request, action)
                .put("id", RawPath.segment(request, ID_SEGMENT))
                .put("if_match", request.getHeaders().get("If-Match"));
    }

    /** Returns a question of whoever the request names. */
    static ObjectNode question(HttpRequest<?> request, String action) {
        String actor = request.getHeaders().get("X-Actor");
        if (actor != null && actor.length() > MAX_ACTOR) {
            throw Parameters.invalid("X-Actor", "longer than " + MAX_ACTOR + " characters");
        }
        return Json.object().put("action", action).put("actor", actor == null ? "anonymous" : actor);
    }
}
