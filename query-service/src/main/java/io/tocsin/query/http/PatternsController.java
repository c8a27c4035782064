package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.tocsin.query.json.FreshnessJson;
import io.tocsin.query.json.Json;
import io.tocsin.query.json.PatternJson;
import io.tocsin.query.view.Page;
import io.tocsin.query.view.PatternReader;
import io.tocsin.schemas.EnvironmentPatterns;
import java.util.concurrent.CompletionStage;

/** Failure patterns over several sources: those that hold, those that ended lately, and how far the others are. */
@Controller
final class PatternsController {

    private final PatternReader patterns;

    PatternsController(PatternReader patterns) {
        this.patterns = patterns;
    }

    @Get(uri = "/patterns", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> documented(HttpRequest<?> request) {
        Parameters parameters = Parameters.lenient(request);
        return answer(RawPath.requireEnvironment(parameters.text("environment")), false);
    }

    @Get(uri = "/api/v1/failure-patterns", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> all(HttpRequest<?> request) {
        Parameters parameters = Parameters.strict(request, "environment");
        return answer(RawPath.requireEnvironment(parameters.text("environment")), true);
    }

    private CompletionStage<MutableHttpResponse<?>> answer(String environment, boolean withStandings) {
        return Answers.with(() -> patterns.patterns(environment).thenApply(page -> json(page, withStandings)));
    }

    private static ObjectNode json(Page<EnvironmentPatterns> page, boolean withStandings) {
        ObjectNode json = Json.object();
        ArrayNode found = json.putArray("patterns");
        for (EnvironmentPatterns each : page.values()) {
            each.getPatterns().forEach(pattern -> found.add(PatternJson.of(pattern)));
        }
        json.put("total", found.size());
        if (withStandings) {
            ArrayNode standings = json.putArray("standings");
            for (EnvironmentPatterns each : page.values()) {
                each.getStandings().forEach(standing -> standings.add(PatternJson.of(each.getEnvironment(), standing)));
            }
        }
        FreshnessJson.add(json, page.freshness());
        return json;
    }
}
