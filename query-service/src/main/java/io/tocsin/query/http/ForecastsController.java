package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.tocsin.query.json.ForecastJson;
import io.tocsin.query.json.FreshnessJson;
import io.tocsin.query.json.Json;
import io.tocsin.query.scatter.Question;
import io.tocsin.query.view.NotFoundException;
import io.tocsin.query.view.SourceResolver;
import io.tocsin.query.view.View;
import io.tocsin.query.view.ViewReader;
import io.tocsin.schemas.SourceForecasts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** What is expected of the metrics of a source: the next hour or any other horizon, and when limits are reached. */
@Controller("/api/v1")
final class ForecastsController {

    private static final int NAME_SEGMENT = 3;
    private static final int MOST_METRICS = 20;

    private final ViewReader reader;
    private final SourceResolver resolver;
    private final Positions positions;

    ForecastsController(ViewReader reader, SourceResolver resolver, Positions positions) {
        this.reader = reader;
        this.resolver = resolver;
        this.positions = positions;
    }

    @Get(uri = "/forecasts", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> named(HttpRequest<?> request) {
        Parameters parameters =
                Parameters.strict(request, "source", "environment", "metric", "horizon", "limit", "min_position");
        String source = parameters.text("source");
        if (source == null) {
            throw Parameters.invalid("source", "is missing; expected the name of a source");
        }
        return answer(source, parameters);
    }

    @Get(uri = "/sources/{name}/forecasts", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> ofSource(HttpRequest<?> request) {
        Parameters parameters = Parameters.strict(request, "environment", "metric", "horizon", "limit", "min_position");
        return answer(RawPath.sourceName(request, NAME_SEGMENT), parameters);
    }

    private CompletionStage<MutableHttpResponse<?>> answer(String name, Parameters parameters) {
        List<String> metrics = parameters.texts("metric");
        if (metrics.size() > MOST_METRICS) {
            throw Parameters.invalid("metric", "given " + metrics.size() + " times, at most " + MOST_METRICS);
        }
        Map<String, String> filter = new TreeMap<>();
        if (!metrics.isEmpty()) {
            filter.put("metric", String.join("\n", metrics));
        }
        filter.put("horizon", Long.toString(Horizon.millis(parameters.text("horizon"))));
        Double limit = Horizon.limit(parameters.text("limit"));
        if (limit != null) {
            filter.put("limit", limit.toString());
        }
        Map<String, Long> position = parameters.position(positions);
        String environment = RawPath.requireEnvironment(parameters.text("environment"));
        return Answers.with(() -> resolver.find(name, environment, position).thenCompose(found -> {
            String key = found.key().text();
            Question question = Question.keys(View.FORECASTS.name(), Map.of(reader.partition(key), List.of(key)))
                    .filter(filter)
                    .minPosition(position);
            return reader.ask(View.FORECASTS, question, 1).thenApply(page -> {
                if (page.rows().isEmpty()) {
                    throw new NotFoundException("the source '" + name + "' has gone");
                }
                SourceForecasts forecasts = page.values().get(0);
                for (String metric : metrics) {
                    if (!forecasts.getMetrics().contains(metric)) {
                        throw new NotFoundException("source '" + name + "' has no history of a metric '" + metric
                                + "'; it begins when the first minute with a value has closed");
                    }
                }
                ObjectNode json = Json.object();
                json.put("source", found.key().name());
                json.put("environment", found.key().environment());
                ForecastJson.add(json, forecasts);
                FreshnessJson.add(json, page.freshness());
                return json;
            });
        }));
    }
}
