package io.tocsin.query.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.tocsin.query.desk.Desks;
import io.tocsin.query.json.Json;
import io.tocsin.query.view.NotFoundException;
import io.tocsin.service.http.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Rules tried on the past. A backtest runs in one processor, whose id is the first part of its own. */
@Controller("/api/v1/rules/backtests")
final class BacktestsController {

    private static final int ID_SEGMENT = 4;
    private static final String LOCATION = "/api/v1/rules/backtests/";

    private final Desks desks;

    BacktestsController(Desks desks) {
        this.desks = desks;
    }

    @Post(uri = "/", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> start(HttpRequest<?> request) {
        return Answers.respond(RequestJson.read(request)
                .thenCompose(body -> desks.ask(
                        Desks.BACKTESTS,
                        question("start").put("text", new String(StrictJson.write(body), StandardCharsets.UTF_8))))
                .thenApply(reply -> DeskAnswers.of(reply, LOCATION)));
    }

    @Get(uri = "/", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> list(HttpRequest<?> request) {
        Parameters.strict(request);
        List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
        for (String instance : desks.reachable()) {
            answers.add(desks.askInstance(instance, Desks.BACKTESTS, question("list"))
                    .toCompletableFuture()
                    .exceptionally(away -> null));
        }
        return Answers.with(() -> CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> {
                    ObjectNode json = Json.object();
                    ArrayNode items = json.putArray("items");
                    boolean partial = false;
                    for (CompletableFuture<JsonNode> answer : answers) {
                        JsonNode reply = answer.join();
                        partial |= reply == null;
                        if (reply != null) {
                            reply.path("body").path("items").forEach(items::add);
                        }
                    }
                    json.put("partial", partial);
                    return json;
                }));
    }

    @Get(uri = "/{id}", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> one(HttpRequest<?> request) {
        Parameters.strict(request);
        return about(request, "get");
    }

    @Delete(uri = "/{id}", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> cancel(HttpRequest<?> request) {
        return about(request, "cancel");
    }

    private CompletionStage<MutableHttpResponse<?>> about(HttpRequest<?> request, String action) {
        String id = RawPath.segment(request, ID_SEGMENT);
        int dot = id.indexOf('.');
        String instance = dot < 0 ? "" : id.substring(0, dot);
        return Answers.respond(
                desks.askInstance(instance, Desks.BACKTESTS, question(action).put("id", id))
                        .thenApply(reply -> {
                            if (reply == null) {
                                throw new NotFoundException(
                                        "there is no such backtest; they are forgotten when their processor ends");
                            }
                            return DeskAnswers.of(reply, LOCATION);
                        }));
    }

    private static ObjectNode question(String action) {
        return Json.object().put("action", action);
    }
}
