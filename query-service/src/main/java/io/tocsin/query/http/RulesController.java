package io.tocsin.query.http;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Rules: made, read, changed, switched, ended, checked. A processor answers, because it will have to run them. */
@Controller("/api/v1/rules")
final class RulesController {

    static final String LOCATION = "/api/v1/rules/";

    private static final int VERSION_SEGMENT = 5;

    private final Desks desks;
    private final DeskRequests requests;

    RulesController(Desks desks) {
        this.desks = desks;
        requests = new DeskRequests(desks, Desks.RULES, LOCATION);
    }

    @Get(uri = "/", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> list(HttpRequest<?> request) {
        Parameters.strict(request);
        return requests.ask(DeskRequests.question(request, "list"));
    }

    @Post(uri = "/", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> create(HttpRequest<?> request) {
        return requests.askWithBody(request, DeskRequests.question(request, "create"));
    }

    @Post(uri = "/check", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> check(HttpRequest<?> request) {
        return requests.askWithBody(request, DeskRequests.question(request, "check"));
    }

    @Get(uri = "/{id}", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> one(HttpRequest<?> request) {
        Parameters.strict(request);
        return requests.ask(DeskRequests.about(request, "get"));
    }

    @Put(uri = "/{id}", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> replace(HttpRequest<?> request) {
        return requests.askWithBody(request, DeskRequests.about(request, "replace"));
    }

    @Patch(uri = "/{id}", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> patch(HttpRequest<?> request) {
        return requests.askWithBody(request, DeskRequests.about(request, "patch"));
    }

    @Delete(uri = "/{id}", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> delete(HttpRequest<?> request) {
        return requests.ask(DeskRequests.about(request, "delete"));
    }

    @Post(uri = "/{id}/enable", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> enable(HttpRequest<?> request) {
        return requests.ask(DeskRequests.about(request, "enable"));
    }

    @Post(uri = "/{id}/disable", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> disable(HttpRequest<?> request) {
        return requests.ask(DeskRequests.about(request, "disable"));
    }

    /** Asks every processor what the rule said in its tasks, and adds it up. */
    @Get(uri = "/{id}/status", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> status(HttpRequest<?> request) {
        Parameters.strict(request);
        List<String> instances = desks.reachable();
        if (instances.isEmpty()) {
            return requests.ask(DeskRequests.about(request, "status"));
        }
        List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
        for (String instance : instances) {
            answers.add(desks.askInstance(instance, Desks.RULES, DeskRequests.about(request, "status"))
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
        return requests.ask(DeskRequests.about(request, "versions"));
    }

    @Get(uri = "/{id}/versions/{version}", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> version(HttpRequest<?> request) {
        Parameters.strict(request);
        String number = RawPath.segment(request, VERSION_SEGMENT);
        if (!number.matches("\\d{1,9}")) {
            throw Parameters.invalid("version", "must be a whole number");
        }
        return requests.ask(DeskRequests.about(request, "version").put("version", Integer.parseInt(number)));
    }
}
