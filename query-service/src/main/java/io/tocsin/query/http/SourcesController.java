package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.tocsin.query.QueryParameters;
import io.tocsin.query.json.EvaluationJson;
import io.tocsin.query.json.FreshnessJson;
import io.tocsin.query.json.HistoryJson;
import io.tocsin.query.json.Json;
import io.tocsin.query.json.SourceJson;
import io.tocsin.query.scatter.Question;
import io.tocsin.query.view.SourceResolver;
import io.tocsin.query.view.View;
import io.tocsin.query.view.ViewReader;
import io.tocsin.schemas.HealthStatus;
import io.tocsin.schemas.TrendPoint;
import io.tocsin.schemas.key.SourceKey;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

/** Sources: all of them, one by its name, its history and its evaluations. */
@Controller("/api/v1/sources")
final class SourcesController {

    private static final int NAME_SEGMENT = 3;

    private final ViewReader reader;
    private final SourceResolver resolver;
    private final Evaluations evaluations;
    private final Positions positions;
    private final String tenant;

    SourcesController(
            ViewReader reader,
            SourceResolver resolver,
            Evaluations evaluations,
            Positions positions,
            QueryParameters parameters) {
        this.reader = reader;
        this.resolver = resolver;
        this.evaluations = evaluations;
        this.positions = positions;
        this.tenant = parameters.tenant();
    }

    @Get(uri = "/", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> list(HttpRequest<?> request) {
        Parameters parameters =
                Parameters.strict(request, "environment", "status", "q", "limit", "cursor", "min_position");
        Map<String, String> filter = new TreeMap<>();
        Evaluations.putStatus(filter, parameters.constants("status", HealthStatus.class));
        if (parameters.text("q") != null) {
            filter.put("q", parameters.text("q"));
        }
        String environment = RawPath.requireEnvironment(parameters.text("environment"));
        String prefix =
                environment == null ? SourceKey.tenantPrefix(tenant) : SourceKey.environmentPrefix(tenant, environment);
        int limit = parameters.integer("limit", Lists.DEFAULT_LIMIT, 1, Lists.MAX_LIMIT);
        String identity = prefix + filter;
        Map<String, Long> position = parameters.position(positions);
        String after = parameters.cursor("sources", identity);
        return Answers.with(() -> reader.ask(
                        View.SOURCES,
                        Question.prefix(View.SOURCES.name(), prefix, reader.partitions(), limit)
                                .filter(filter)
                                .after(after)
                                .minPosition(position),
                        limit)
                .thenApply(page -> Lists.json("sources", identity, page, SourceJson::of)));
    }

    @Get(uri = "/{name}", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> one(HttpRequest<?> request) {
        Parameters parameters = Parameters.strict(request, "environment", "min_position");
        return Answers.with(() -> find(request, parameters, "windows").thenApply(found -> {
            ObjectNode source = SourceJson.of(found.view());
            FreshnessJson.add(source, found.freshness());
            return source;
        }));
    }

    @Get(uri = "/{name}/history", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> history(HttpRequest<?> request) {
        Parameters parameters =
                Parameters.strict(request, "environment", "min_position", "metric", "from", "to", "limit");
        Set<String> metrics = new TreeSet<>(parameters.texts("metric"));
        Long from = parameters.time("from");
        Long to = parameters.time("to");
        int limit = parameters.integer("limit", Lists.MAX_LIMIT, 1, Lists.MAX_LIMIT);
        return Answers.with(() -> find(request, parameters, "history").thenApply(found -> {
            ObjectNode history = Json.object();
            history.put("source", found.key().name());
            history.put("environment", found.key().environment());
            var points = history.putArray("points");
            var chosen = found.view().getHistory().stream()
                    .filter(point -> within(point, from, to))
                    .toList();
            chosen.stream()
                    .skip(Math.max(0, chosen.size() - limit))
                    .forEach(point -> points.add(HistoryJson.of(point, metrics)));
            FreshnessJson.add(history, found.freshness());
            return history;
        }));
    }

    @Get(uri = "/{name}/evaluations", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> evaluations(HttpRequest<?> request) {
        Parameters parameters =
                Parameters.strict(request, "environment", "min_position", "status", "from", "to", "limit", "cursor");
        Map<String, String> filter = Evaluations.filter(parameters, "from", "to");
        int limit = parameters.integer("limit", Lists.DEFAULT_LIMIT, 1, Lists.MAX_LIMIT);
        Map<String, Long> position = parameters.position(positions);
        return Answers.with(() -> find(request, parameters).thenCompose(found -> {
            Map<String, String> own = new TreeMap<>(filter);
            own.put("source", found.key().name());
            own.put("environment", found.key().environment());
            String after = parameters.cursor("evaluations", own);
            return evaluations
                    .ofSource(found.key(), own, after, limit, position)
                    .thenApply(page -> Lists.json("evaluations", own, page, EvaluationJson::of));
        }));
    }

    private CompletionStage<SourceResolver.Found> find(
            HttpRequest<?> request, Parameters parameters, String... detail) {
        return resolver.find(
                RawPath.sourceName(request, NAME_SEGMENT),
                RawPath.requireEnvironment(parameters.text("environment")),
                parameters.position(positions),
                detail);
    }

    private static boolean within(TrendPoint point, Long from, Long to) {
        return (from == null || point.getFrom() + point.getDurationMs() > from)
                && (to == null || point.getFrom() <= to);
    }
}
