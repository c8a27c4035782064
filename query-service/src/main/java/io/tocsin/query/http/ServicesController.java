package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.tocsin.query.analysis.Trend;
import io.tocsin.query.analysis.TrendSeries;
import io.tocsin.query.json.FreshnessJson;
import io.tocsin.query.json.HealthWords;
import io.tocsin.query.json.HistoryJson;
import io.tocsin.query.json.Json;
import io.tocsin.query.json.ServiceJson;
import io.tocsin.query.view.Page;
import io.tocsin.query.view.SourceResolver;
import io.tocsin.query.view.SourceScan;
import io.tocsin.query.view.SystemHealth;
import io.tocsin.schemas.HealthStatus;
import io.tocsin.schemas.SourceView;
import io.tocsin.schemas.TrendPoint;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The paths of the log viewer (D5), in its words: a service is a source. */
@Controller("/api")
final class ServicesController {

    private static final int HEALTH_NAME_SEGMENT = 3;
    private static final int TRENDS_NAME_SEGMENT = 3;
    private static final List<String> TREND_WINDOWS = List.of("1h", "24h");

    private final SystemHealth health;
    private final SourceScan scan;
    private final SourceResolver resolver;
    private final Positions positions;
    private final ServiceInfo info;

    ServicesController(
            SystemHealth health, SourceScan scan, SourceResolver resolver, Positions positions, ServiceInfo info) {
        this.health = health;
        this.scan = scan;
        this.resolver = resolver;
        this.positions = positions;
        this.info = info;
    }

    @Get(uri = "/logs/services", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> services(HttpRequest<?> request) {
        String environment =
                RawPath.requireEnvironment(Parameters.lenient(request).text("environment"));
        return Answers.with(() -> scan.sources(environment, false).thenApply(page -> {
            ObjectNode json = Json.object();
            var services = json.putArray("services");
            page.values().stream()
                    .filter(ServicesController::isLogging)
                    .forEach(view -> services.add(ServiceJson.registered(view)));
            json.put("total", services.size());
            json.put("complete", page.next() == null);
            FreshnessJson.add(json, page.freshness());
            return json;
        }));
    }

    @Get(uri = "/health", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> overview() {
        return Answers.with(() -> health.overall()
                .thenCompose(overall -> scan.sources(null, false).thenApply(page -> overviewJson(overall, page))));
    }

    @Get(uri = "/health/services/{name}", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> service(HttpRequest<?> request) {
        Parameters parameters = Parameters.lenient(request);
        return Answers.with(
                () -> find(request, HEALTH_NAME_SEGMENT, parameters, "windows").thenApply(found -> {
                    ObjectNode json = ServiceJson.health(found.view());
                    FreshnessJson.add(json, found.freshness());
                    return json;
                }));
    }

    @Get(uri = "/analytics/trends/{name}", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> trends(HttpRequest<?> request) {
        Parameters parameters = Parameters.lenient(request);
        String asked = parameters.word("window", TREND_WINDOWS);
        String window = asked == null ? TREND_WINDOWS.get(0) : asked;
        Duration step = window.equals("1h") ? Duration.ofMinutes(1) : Duration.ofMinutes(15);
        return Answers.with(
                () -> find(request, TRENDS_NAME_SEGMENT, parameters, "history").thenApply(found -> {
                    List<TrendPoint> series = TrendSeries.of(found.view().getHistory(), Windows.length(window), step);
                    ObjectNode json = Json.object();
                    json.put("service_name", found.key().name());
                    json.put("environment", found.key().environment());
                    json.put("window", window);
                    json.put("step_seconds", step.toSeconds());
                    var points = json.putArray("points");
                    series.forEach(point -> points.add(HistoryJson.trend(point)));
                    json.put("trend", trend(series));
                    FreshnessJson.add(json, found.freshness());
                    return json;
                }));
    }

    private ObjectNode overviewJson(SystemHealth.Overall overall, Page<SourceView> page) {
        ObjectNode json = Json.object();
        json.put("status", HealthWords.word(overall.health().getStatus()));
        json.put("total_services", overall.health().getSourceCount());
        json.put(
                "healthy_services", overall.health().getSourcesByStatus().getOrDefault(HealthStatus.NORMAL.name(), 0L));
        ObjectNode services = json.putObject("services");
        for (SourceView view : page.values()) {
            String name = view.getStatus().getSource();
            String key = services.has(name) ? view.getStatus().getEnvironment() + '/' + name : name;
            services.set(key, ServiceJson.health(view));
        }
        json.put("complete", page.next() == null);
        json.put("active_alerts", overall.health().getActiveAlerts());
        json.put("timestamp", info.now().toString());
        FreshnessJson.add(json, overall.freshness().and(page.freshness()));
        return json;
    }

    private CompletionStage<SourceResolver.Found> find(
            HttpRequest<?> request, int segment, Parameters parameters, String detail) {
        String name = RawPath.sourceName(request, segment);
        String environment = RawPath.requireEnvironment(parameters.text("environment"));
        Map<String, Long> position = parameters.position(positions);
        return resolver.find(name, environment, position, detail);
    }

    private static boolean isLogging(SourceView view) {
        return view.getRegisteredAt() != null || view.getStatus().getLogCount() > 0;
    }

    private static String trend(List<TrendPoint> series) {
        return Trend.of(series.stream().map(HistoryJson::errorRate).toList())
                .name()
                .toLowerCase(Locale.ROOT);
    }
}
