package io.tocsin.query.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.tocsin.query.desk.Desks;
import io.tocsin.query.json.Json;
import io.tocsin.service.http.ProblemException;
import io.tocsin.service.http.RequestBody;
import io.tocsin.service.http.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Rules: made, read, changed, switched, ended, checked. A processor answers, because it will have to run them. */
@Controller("/api/v1/rules")
final class RulesController {

    static final String LOCATION = "/api/v1/rules/";

    private static final int ID_SEGMENT = 3;
    private static final int VERSION_SEGMENT = 5;
    private static final int MAX_BODY = 64 * 1_024;
    private static final int MAX_ACTOR = 200;

    private final Desks desks;

    RulesController(Desks desks) {
        this.desks = desks;
    }

    @Get(uri = "/", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> list(HttpRequest<?> request) {
        Parameters.strict(request);
        return ask(question(request, "list"));
    }

    @Post(uri = "/", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> create(HttpRequest<?> request) {
        return askWithBody(request, question(request, "create"));
    }

    @Post(uri = "/check", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> check(HttpRequest<?> request) {
        return askWithBody(request, question(request, "check"));
    }

    @Get(uri = "/{id}", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> one(HttpRequest<?> request) {
        Parameters.strict(request);
        return ask(about(request, "get"));
    }

    @Put(uri = "/{id}", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> replace(HttpRequest<?> request) {
        return askWithBody(request, about(request, "replace"));
    }

    @Patch(uri = "/{id}", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> patch(HttpRequest<?> request) {
        return askWithBody(request, about(request, "patch"));
    }

    @Delete(uri = "/{id}", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> delete(HttpRequest<?> request) {
        return ask(about(request, "delete"));
    }

    @Post(uri = "/{id}/enable", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> enable(HttpRequest<?> request) {
        return ask(about(request, "enable"));
    }

    @Post(uri = "/{id}/disable", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> disable(HttpRequest<?> request) {
        return ask(about(request, "disable"));
    }

    /** Asks every processor what the rule said in its tasks, and adds it up. */
    @Get(uri = "/{id}/status", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> status(HttpRequest<?> request) {
        Parameters.strict(request);
        List<String> instances = desks.reachable();
        if (instances.isEmpty()) {
            return ask(about(request, "status"));
        }
        List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
        for (String instance : instances) {
            answers.add(desks.askInstance(instance, Desks.RULES, about(request, "status"))
                    .toCompletableFuture()
                    .exceptionally(away -> null));
        }
        return Answers.respond(CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> RuleStandings.sum(
                        answers.stream().map(CompletableFuture::join).toList(), LOCATION)));
    }

    @Get(uri = "/{id}/versions", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> versions(HttpRequest<?> request) {
        Parameters.strict(request);
        return ask(about(request, "versions"));
    }

    @Get(uri = "/{id}/versions/{version}", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> version(HttpRequest<?> request) {
        Parameters.strict(request);
        String number = RawPath.segment(request, VERSION_SEGMENT);
        if (!number.matches("\\d{1,9}")) {
            throw Parameters.invalid("version", "must be a whole number");
        }
        return ask(about(request, "version").put("version", Integer.parseInt(number)));
    }

    private CompletionStage<MutableHttpResponse<?>> askWithBody(HttpRequest<?> request, ObjectNode question) {
        return Answers.respond(RequestBody.read(request, MAX_BODY).thenCompose(bytes -> {
            if (!StrictJson.parse(bytes).isObject()) {
                throw ProblemException.badRequest("The body must be a JSON object.");
            }
            question.put("text", new String(bytes, StandardCharsets.UTF_8));
            return desks.ask(Desks.RULES, question).thenApply(reply -> DeskAnswers.of(reply, LOCATION));
        }));
    }

    private CompletionStage<MutableHttpResponse<?>> ask(ObjectNode question) {
        return Answers.respond(desks.ask(Desks.RULES, question).thenApply(reply -> DeskAnswers.of(reply, LOCATION)));
    }

    private static ObjectNode about(HttpRequest<?> request, String action) {
        return question(request, action)
                .put("id", RawPath.segment(request, ID_SEGMENT))
                .put("if_match", request.getHeaders().get("If-Match"));
    }

    private static ObjectNode question(HttpRequest<?> request, String action) {
        String actor = request.getHeaders().get("X-Actor");
        if (actor != null && actor.length() > MAX_ACTOR) {
            throw Parameters.invalid("X-Actor", "longer than " + MAX_ACTOR + " characters");
        }
        return Json.object().put("action", action).put("actor", actor == null ? "anonymous" : actor);
    }
}
