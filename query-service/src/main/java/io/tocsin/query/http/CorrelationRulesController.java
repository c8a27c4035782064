package io.tocsin.query.http;

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
import java.util.concurrent.CompletionStage;

/** Rules by which alerts become one incident: made, read, changed, ended. A processor answers, as it does for rules. */
@Controller("/api/v1/correlation-rules")
final class CorrelationRulesController {

    private final DeskRequests requests;

    CorrelationRulesController(Desks desks) {
        requests = new DeskRequests(desks, Desks.CORRELATION_RULES, "/api/v1/correlation-rules/");
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
}
