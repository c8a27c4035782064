package io.tocsin.query.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.tocsin.query.json.LogJson;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Recent log lines and the templates of all lines. */
@Controller("/api/v1")
final class LogsController {

    private final Logs logs;

    LogsController(Logs logs) {
        this.logs = logs;
    }

    @Get(uri = "/logs", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> lines(HttpRequest<?> request) {
        return Answers.with(() -> {
            Parameters parameters = Parameters.strict(
                    request,
                    "source",
                    "environment",
                    "level",
                    "template",
                    "q",
                    "from",
                    "to",
                    "limit",
                    "cursor",
                    "min_position");
            Map<String, String> filter = Logs.filter(parameters, "level", "q", "from", "to");
            List<String> sources = sources(parameters);
            int limit = parameters.integer("limit", Lists.DEFAULT_LIMIT, 1, Lists.MAX_LIMIT);
            List<Object> identity = List.of(sources, filter);
            return logs.lines(sources, filter, parameters.cursor("logs", identity), limit, logs.position(parameters))
                    .thenApply(page -> Lists.json("logs", identity, page, LogJson::line));
        });
    }

    @Get(uri = "/log-templates", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> templates(HttpRequest<?> request) {
        return Answers.with(() -> {
            Parameters parameters = Parameters.strict(
                    request,
                    "source",
                    "environment",
                    "level",
                    "template",
                    "category",
                    "actionable",
                    "q",
                    "from",
                    "to",
                    "limit",
                    "cursor",
                    "min_position");
            Map<String, String> filter = Logs.filter(parameters, "level", "q", "from", "to");
            Logs.category(parameters, filter);
            if (parameters.text("actionable") != null) {
                filter.put("actionable", String.valueOf(parameters.flag("actionable", true)));
            }
            List<String> sources = sources(parameters);
            int limit = parameters.integer("limit", Lists.DEFAULT_LIMIT, 1, Lists.MAX_LIMIT);
            List<Object> identity = List.of(sources, filter);
            return logs.templates(
                            sources,
                            filter,
                            parameters.cursor("log-templates", identity),
                            limit,
                            logs.position(parameters))
                    .thenApply(page -> Lists.json("log-templates", identity, page, LogJson::template));
        });
    }

    private static List<String> sources(Parameters parameters) {
        List<String> names = parameters.texts("source");
        names.forEach(name -> RawPath.requireSource("source", name));
        return names;
    }
}
