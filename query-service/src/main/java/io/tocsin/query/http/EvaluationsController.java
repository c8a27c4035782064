package io.tocsin.query.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.tocsin.query.json.EvaluationJson;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The evaluation log of all sources, newest first. */
@Controller("/api/v1/evaluations")
final class EvaluationsController {

    private final Evaluations evaluations;
    private final Positions positions;

    EvaluationsController(Evaluations evaluations, Positions positions) {
        this.evaluations = evaluations;
        this.positions = positions;
    }

    @Get(uri = "/", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> list(HttpRequest<?> request) {
        Parameters parameters = Parameters.strict(
                request, "source", "environment", "status", "from", "to", "limit", "cursor", "min_position");
        Map<String, String> filter = Evaluations.filter(parameters, "from", "to");
        int limit = parameters.integer("limit", Lists.DEFAULT_LIMIT, 1, Lists.MAX_LIMIT);
        String after = parameters.cursor("evaluations", filter);
        Map<String, Long> position = parameters.position(positions);
        return Answers.with(() -> evaluations
                .all(filter, after, limit, position)
                .thenApply(page -> Lists.json("evaluations", filter, page, EvaluationJson::of)));
    }
}
