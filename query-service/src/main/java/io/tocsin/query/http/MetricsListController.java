package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tocsin.query.json.FreshnessJson;
import io.tocsin.query.json.Json;
import io.tocsin.query.json.MetricName;
import io.tocsin.query.view.Page;
import io.tocsin.query.view.SourceResolver;
import io.tocsin.query.view.SourceScan;
import io.tocsin.schemas.MetricLatest;
import io.tocsin.schemas.SourceView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code /metrics}: the latest values of what is monitored as JSON (D3), or this service's own metrics for a scraper,
 * which says in its Accept header that it wants an exposition format. The exposition is also at {@code /-/metrics}.
 */
@Controller
final class MetricsListController {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final SourceScan scan;
    private final SourceResolver resolver;
    private final PrometheusMeterRegistry meters;

    MetricsListController(SourceScan scan, SourceResolver resolver, PrometheusMeterRegistry meters) {
        this.scan = scan;
        this.resolver = resolver;
        this.meters = meters;
    }

    /** Some of the service's own meters read files, so it does not run on an event loop. */
    @Get(uri = "/metrics", produces = MediaType.ALL)
    @ExecuteOn(TaskExecutors.BLOCKING)
    CompletionStage<MutableHttpResponse<?>> metrics(HttpRequest<?> request) {
        Accepted accepted = Accepted.of(request);
        if (accepted.wantsExposition()) {
            return CompletableFuture.completedFuture(
                    exposition(accepted.names("application/openmetrics-text") ? OPEN_METRICS : TEXT));
        }
        Parameters parameters = Parameters.lenient(request);
        MetricFilter filter = MetricFilter.of(parameters);
        int limit = parameters.integer("limit", Lists.MAX_LIMIT, 1, Lists.MAX_LIMIT);
        return Answers.with(() -> sources(parameters).thenApply(page -> list(page, filter, limit)))
                .thenApply(response -> response.header("Vary", "Accept"));
    }

    private CompletionStage<Page<SourceView>> sources(Parameters parameters) {
        String environment = RawPath.requireEnvironment(parameters.text("environment"));
        String source = parameters.text("source");
        return source == null
                ? scan.sources(environment, false)
                : resolver.findAll(RawPath.requireSource("source", source), environment, Map.of());
    }

    private static ObjectNode list(Page<SourceView> page, MetricFilter filter, int limit) {
        ObjectNode json = Json.object();
        var metrics = json.putArray("metrics");
        long total = 0;
        for (SourceView view : page.values()) {
            for (Map.Entry<String, MetricLatest> entry : new TreeMap<>(view.getLatest()).entrySet()) {
                MetricName name = MetricName.of(entry.getKey());
                Map<String, String> labels = labels(view, name, entry.getValue());
                if (filter.meets(name.plain(), entry.getValue(), labels) && total++ < limit) {
                    metrics.add(metric(name.plain(), entry.getValue(), labels));
                }
            }
        }
        json.put("total", total);
        json.put("complete", page.next() == null && total <= limit);
        FreshnessJson.add(json, page.freshness());
        return json;
    }

    private static ObjectNode metric(String name, MetricLatest latest, Map<String, String> labels) {
        ObjectNode metric = Json.object();
        metric.put("name", name);
        Json.number(metric, "value", latest.getValue());
        metric.put("timestamp", Json.time(latest.getAt()));
        Json.texts(metric, "labels", labels);
        metric.put("type", latest.getKind());
        metric.put("count", latest.getCount());
        return metric;
    }

    private static Map<String, String> labels(SourceView view, MetricName name, MetricLatest latest) {
        Map<String, String> labels = new TreeMap<>(view.getStatus().getLabels());
        labels.putAll(latest.getLabels());
        if (name.ofOperation()) {
            labels.put("operation", name.operation());
        }
        labels.put("source", view.getStatus().getSource());
        labels.put("environment", view.getStatus().getEnvironment());
        return labels;
    }

    private MutableHttpResponse<?> exposition(String format) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(32 * 1_024);
        try {
            meters.scrape(text, format);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return HttpResponse.ok(text.toByteArray())
                .header("Content-Type", format)
                .header("Vary", "Accept");
    }
}
