package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.tocsin.query.analysis.ErrorPatterns;
import io.tocsin.query.analysis.LogInsights;
import io.tocsin.query.json.FreshnessJson;
import io.tocsin.query.json.Json;
import io.tocsin.query.json.LogJson;
import io.tocsin.query.view.Page;
import io.tocsin.query.view.SourceScan;
import io.tocsin.schemas.LogTemplateView;
import io.tocsin.service.masking.Masking;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** The log viewer's paths about logs: a query, error patterns over sources, insights. */
@Controller("/api/analytics")
final class LogAnalyticsController {

    private static final int TEMPLATES = 5_000;
    private static final String ERROR_LEVELS = "ERROR,FATAL";

    private final Logs logs;
    private final SourceScan scan;
    private final ServiceInfo info;

    LogAnalyticsController(Logs logs, SourceScan scan, ServiceInfo info) {
        this.logs = logs;
        this.scan = scan;
        this.info = info;
    }

    @Post(uri = "/query", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> query(HttpRequest<?> request) {
        return Answers.respond(RequestJson.read(request).thenCompose(body -> {
            Parameters parameters = Parameters.of(body);
            Map<String, String> filter = Logs.filter(parameters, "levels", "search", "start_time", "end_time");
            List<String> sources = parameters.texts("service_name");
            sources.forEach(name -> RawPath.requireSource("service_name", name));
            int limit = parameters.integer("limit", Lists.DEFAULT_LIMIT, 1, Lists.MAX_LIMIT);
            List<Object> identity = List.of(sources, filter);
            String after = parameters.cursor("query", identity);
            return logs.lines(sources, filter, after, limit, logs.position(parameters))
                    .thenApply(page -> {
                        ObjectNode json = Json.object();
                        var lines = json.putArray("logs");
                        page.values().forEach(line -> lines.add(LogJson.line(line)));
                        json.put("total", page.total() >= 0 ? page.total() : lines.size());
                        json.put("next_cursor", page.next() == null ? null : Cursor.of("query", identity, page.next()));
                        FreshnessJson.add(json, page.freshness());
                        return Answers.ok(json);
                    });
        }));
    }

    @Get(uri = "/errors/patterns", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> patterns(HttpRequest<?> request) {
        return Answers.with(() -> {
            Parameters parameters = Parameters.lenient(request);
            Map<String, String> filter = Logs.filter(parameters, "level", "search", "from", "to");
            Logs.category(parameters, filter);
            filter.putIfAbsent("level", ERROR_LEVELS);
            List<String> sources = parameters.texts("service_name");
            sources.forEach(name -> RawPath.requireSource("service_name", name));
            int limit = parameters.integer("limit", Lists.DEFAULT_LIMIT, 1, Lists.MAX_LIMIT);
            return logs.templates(sources, filter, null, TEMPLATES, logs.position(parameters))
                    .thenApply(page -> {
                        ObjectNode json = Json.object();
                        var array = json.putArray("patterns");
                        List<ErrorPatterns.Pattern> patterns = ErrorPatterns.of(page.values());
                        patterns.stream().limit(limit).forEach(pattern -> array.add(LogJson.pattern(pattern)));
                        json.put("total", patterns.size());
                        json.put("complete", page.next() == null);
                        FreshnessJson.add(json, page.freshness());
                        return json;
                    });
        });
    }

    @Get(uri = "/insights", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> insights(HttpRequest<?> request) {
        Map<String, String> errors = new TreeMap<>(Map.of("level", ERROR_LEVELS));
        return Answers.with(() -> logs.templates(null, errors, null, TEMPLATES, Map.of())
                .thenCombine(scan.sources(null, false), (templates, sources) -> {
                    ObjectNode json = Json.object();
                    var array = json.putArray("insights");
                    LogInsights.of(ErrorPatterns.of(recent(templates)), sources.values(), info.now())
                            .forEach(insight -> {
                                ObjectNode one = array.addObject();
                                one.put("title", Masking.mask(insight.title()));
                                one.put("severity", insight.severity());
                                one.put("description", Masking.mask(insight.description()));
                                one.put("recommendation", insight.recommendation());
                            });
                    json.put("provider", "rules");
                    json.put("generated_at", info.now().toString());
                    FreshnessJson.add(json, templates.freshness().and(sources.freshness()));
                    return json;
                }));
    }

    /** Returns the templates that had a line within the last hour. */
    private List<LogTemplateView> recent(Page<LogTemplateView> page) {
        long since = info.now().minus(LogInsights.LOOK_BACK).toEpochMilli();
        return page.values().stream()
                .filter(template -> template.getLastSeen() >= since)
                .toList();
    }
}
