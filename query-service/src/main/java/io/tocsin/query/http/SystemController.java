package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.tocsin.query.analysis.PerformanceSummary;
import io.tocsin.query.json.FreshnessJson;
import io.tocsin.query.json.HealthWords;
import io.tocsin.query.json.Json;
import io.tocsin.query.json.PerformanceJson;
import io.tocsin.query.json.SourceJson;
import io.tocsin.query.view.Page;
import io.tocsin.query.view.PatternReader;
import io.tocsin.query.view.SourceResolver;
import io.tocsin.query.view.SourceScan;
import io.tocsin.query.view.SystemHealth;
import io.tocsin.schemas.EnvironmentPatterns;
import io.tocsin.schemas.FailurePattern;
import io.tocsin.schemas.ScopeHealth;
import io.tocsin.schemas.SourceView;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The paths of the monitoring and alerting system (D3), in its words. Its metrics have a controller of their own. */
@Controller
final class SystemController {

    private static final int DEFAULT_SOURCES = 100;

    private final SystemHealth health;
    private final SourceScan scan;
    private final SourceResolver resolver;
    private final PatternReader patterns;
    private final Pipeline pipeline;
    private final ServiceInfo info;

    SystemController(
            SystemHealth health,
            SourceScan scan,
            SourceResolver resolver,
            PatternReader patterns,
            Pipeline pipeline,
            ServiceInfo info) {
        this.health = health;
        this.scan = scan;
        this.resolver = resolver;
        this.patterns = patterns;
        this.pipeline = pipeline;
        this.info = info;
    }

    @Get(uri = "/health", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> health() {
        return Answers.with(() -> health.overall().thenApply(overall -> {
            ObjectNode json = healthJson(overall.health());
            json.put("timestamp", info.now().toString());
            FreshnessJson.add(json, overall.freshness());
            return json;
        }));
    }

    /** Answers also when no processor does: that is what one asks it for. */
    @Get(uri = "/status", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> status() {
        CompletionStage<SystemHealth.Overall> overall =
                health.overall().exceptionally(Pipeline::nothingWhenUnavailable);
        CompletionStage<Page<SourceView>> sources =
                scan.sources(null, false).exceptionally(Pipeline::nothingWhenUnavailable);
        CompletionStage<Page<EnvironmentPatterns>> holding =
                patterns.patterns(null).exceptionally(Pipeline::nothingWhenUnavailable);
        return Answers.with(() -> overall.thenCombine(sources, this::statusJson).thenCombine(holding, (json, page) -> {
            json.put("patterns_detected", page == null ? null : Long.valueOf(active(page)));
            return json;
        }));
    }

    @Get(uri = "/performance", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> performance(HttpRequest<?> request) {
        Parameters parameters = Parameters.lenient(request);
        String window = window(parameters);
        return Answers.with(() -> sources(parameters).thenApply(page -> {
            ObjectNode json = PerformanceJson.of(PerformanceSummary.of(page.values(), window), Windows.length(window));
            json.put("complete", page.next() == null);
            FreshnessJson.add(json, page.freshness());
            return json;
        }));
    }

    @Get(uri = "/detailed-metrics", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> detailedMetrics(HttpRequest<?> request) {
        Parameters parameters = Parameters.lenient(request);
        String window = window(parameters);
        int limit = parameters.integer("limit", DEFAULT_SOURCES, 1, Lists.MAX_LIMIT);
        return Answers.with(() -> sources(parameters).thenApply(page -> {
            PerformanceSummary summary = PerformanceSummary.of(page.values(), window);
            ObjectNode json = Json.object();
            ObjectNode metrics = json.putObject("metrics");
            page.values().stream().limit(limit).forEach(view -> addMetrics(metrics, view, window));
            json.set("performance", PerformanceJson.of(summary, Windows.length(window)));
            json.set("resources", PerformanceJson.resources(summary));
            json.put("timestamp", info.now().toString());
            json.put("complete", page.next() == null && page.rows().size() <= limit);
            FreshnessJson.add(json, page.freshness());
            return json;
        }));
    }

    private ObjectNode statusJson(SystemHealth.Overall overall, Page<SourceView> sources) {
        ObjectNode json = Json.object();
        json.put("monitoring_active", pipeline.active());
        json.put("uptime_seconds", info.uptimeSeconds());
        json.set("health", overall == null ? null : healthJson(overall.health()));
        json.put(
                "active_alerts",
                overall == null ? null : Long.valueOf(overall.health().getActiveAlerts()));
        json.putNull("patterns_detected");
        json.put("metrics_collected", sources == null ? null : Long.valueOf(samples(sources)));
        ObjectNode pipelineJson = pipeline.json();
        pipelineJson.put(
                "events_processed",
                overall == null ? null : Long.valueOf(overall.health().getEventCount()));
        pipelineJson.put(
                "log_lines_processed",
                overall == null ? null : Long.valueOf(overall.health().getLogCount()));
        json.set("pipeline", pipelineJson);
        json.put("timestamp", info.now().toString());
        if (overall != null) {
            FreshnessJson.add(json, overall.freshness());
        }
        return json;
    }

    private static long active(Page<EnvironmentPatterns> page) {
        return page.values().stream()
                .flatMap(each -> each.getPatterns().stream())
                .filter(FailurePattern::getActive)
                .count();
    }

    private static ObjectNode healthJson(ScopeHealth scope) {
        ObjectNode json = Json.object();
        json.put("status", HealthWords.word(scope.getStatus()));
        json.put("severity_score", scope.getSeverityScore());
        json.put("current_status", HealthWords.upper(scope.getStatus()));
        json.put("last_update", Json.time(scope.getAt()));
        Json.texts(json, "recent_issues", scope.getReasons());
        json.put("active_alerts", scope.getActiveAlerts());
        json.put("total_events_processed", scope.getEventCount());
        return json;
    }

    /** The sources that a summary is asked for: those of a name, or as many as a summary looks at. */
    private CompletionStage<Page<SourceView>> sources(Parameters parameters) {
        String environment = RawPath.requireEnvironment(parameters.text("environment"));
        String source = parameters.text("source");
        return source == null
                ? scan.sources(environment, true)
                : resolver.findAll(RawPath.requireSource("source", source), environment, Map.of(), "windows");
    }

    private static String window(Parameters parameters) {
        String window = parameters.word("window", Windows.NAMES);
        return window == null ? Windows.DEFAULT : window;
    }

    private static void addMetrics(ObjectNode metrics, SourceView view, String window) {
        String environment = view.getStatus().getEnvironment();
        String source = view.getStatus().getSource();
        String key = metrics.has(source) ? environment + '/' + source : source;
        ObjectNode one = metrics.putObject(key);
        view.getLatest().keySet().stream().sorted().forEach(name -> {
            ObjectNode metric = one.putObject(name);
            var latest = view.getLatest().get(name);
            Json.number(metric, "value", latest.getValue());
            metric.put("timestamp", Json.time(latest.getAt()));
            metric.put("type", latest.getKind());
            view.getWindows().stream()
                    .filter(statistics -> statistics.getWindow().equals(window)
                            && statistics.getMetrics().containsKey(name))
                    .forEach(statistics -> SourceJson.addStatistics(
                            metric.putObject("statistics"),
                            statistics.getMetrics().get(name)));
        });
    }

    private static long samples(Page<SourceView> sources) {
        return sources.values().stream()
                .flatMap(view -> view.getLatest().values().stream())
                .mapToLong(latest -> latest.getCount())
                .sum();
    }
}
