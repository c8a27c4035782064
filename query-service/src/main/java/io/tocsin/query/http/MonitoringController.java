package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.tocsin.query.command.Cleanup;
import io.tocsin.query.desk.Desks;
import io.tocsin.query.json.EvaluationJson;
import io.tocsin.query.json.FreshnessJson;
import io.tocsin.query.json.HealthWords;
import io.tocsin.query.json.Json;
import io.tocsin.query.json.ScopeJson;
import io.tocsin.query.view.SystemHealth;
import io.tocsin.query.view.UnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** The paths of the monitoring backend (D1), in its words: health, evaluation log, statistics, clean-up. */
@Controller("/api/v1/monitoring")
final class MonitoringController {

    private static final int MAX_OFFSET = 10_000;
    private static final int DEFAULT_AGE_HOURS = 24;
    private static final int MAX_AGE_HOURS = 100_000;
    private static final int DEFAULT_LOOKBACK = 60;
    private static final int MAX_LOOKBACK = 48 * 60;

    private final SystemHealth health;
    private final Evaluations evaluations;
    private final Statistics statistics;
    private final Cleanup cleanup;
    private final Positions positions;
    private final Desks desks;

    MonitoringController(
            SystemHealth health,
            Evaluations evaluations,
            Statistics statistics,
            Cleanup cleanup,
            Positions positions,
            Desks desks) {
        this.desks = desks;
        this.health = health;
        this.evaluations = evaluations;
        this.statistics = statistics;
        this.cleanup = cleanup;
        this.positions = positions;
    }

    @Get(uri = "/health", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> health() {
        return Answers.with(() -> health.overall().thenApply(overall -> {
            ObjectNode json = Json.object();
            json.put("current_status", HealthWords.upper(overall.health().getStatus()));
            json.put("severity_score", overall.health().getSeverityScore());
            json.put("last_update", Json.time(overall.health().getAt()));
            Json.texts(json, "recent_issues", overall.health().getReasons());
            json.put("total_events_processed", overall.health().getEventCount());
            FreshnessJson.add(json, overall.freshness());
            return json;
        }));
    }

    @Get(uri = "/logs", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> logs(HttpRequest<?> request) {
        Parameters parameters = Parameters.lenient(request);
        return Answers.with(() -> logs(parameters));
    }

    @Post(uri = "/logs/query", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> query(HttpRequest<?> request) {
        return Answers.with(() -> RequestJson.read(request).thenCompose(body -> logs(Parameters.of(body))));
    }

    @Get(uri = "/stats", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> stats() {
        return Answers.with(() -> statistics.totals().thenApply(totals -> {
            ObjectNode json = Json.object();
            json.put("total_events", totals.health().getEventCount());
            Json.counts(json, "events_by_status", totals.health().getEventsByStatus());
            Json.counts(json, "events_by_source", totals.eventsBySource());
            json.put("events_by_source_complete", totals.allSources());
            json.put("average_severity", ScopeJson.averageSeverity(totals.health()));
            json.put("oldest_log", Json.time(totals.oldest()));
            json.put("newest_log", Json.time(totals.newest()));
            FreshnessJson.add(json, totals.freshness());
            return json;
        }));
    }

    @Post(uri = "/maintenance/cleanup", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> cleanup(HttpRequest<?> request) {
        Parameters parameters = Parameters.lenient(request);
        int hours = parameters.integer("older_than_hours", DEFAULT_AGE_HOURS, 0, MAX_AGE_HOURS);
        boolean dryRun = parameters.flag("dry_run", false);
        return Answers.with(
                () -> cleanup.run(Duration.ofHours(hours), dryRun, "api").thenApply(result -> {
                    if (result.freshness() == null) {
                        throw new UnavailableException(
                                "Kafka has the commands, but their results cannot be read now", new TreeMap<>());
                    }
                    ObjectNode json = Json.object();
                    json.put("removed", result.removed());
                    json.put("remaining", result.remaining());
                    json.put("older_than_hours", hours);
                    json.put("dry_run", dryRun);
                    FreshnessJson.add(json, result.freshness());
                    json.put("partial", !result.silent().isEmpty());
                    var missing = json.putArray("missing_partitions");
                    result.silent().forEach(missing::add);
                    return json;
                }));
    }

    @Post(uri = "/analysis/re-evaluate", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> reEvaluate(HttpRequest<?> request) {
        int minutes = Parameters.lenient(request).integer("lookback_minutes", DEFAULT_LOOKBACK, 1, MAX_LOOKBACK);
        ObjectNode question = Json.object().put("action", "re-evaluate").put("minutes", minutes);
        return Answers.with(
                () -> desks.ask(Desks.BACKTESTS, question).thenCombine(health.overall(), (reply, overall) -> {
                    ObjectNode json = (ObjectNode) DeskAnswers.body(reply);
                    json.put("lookback_minutes", minutes);
                    json.put(
                            "current_status", HealthWords.upper(overall.health().getStatus()));
                    FreshnessJson.add(json, overall.freshness());
                    return json;
                }));
    }

    private CompletionStage<ObjectNode> logs(Parameters parameters) {
        Map<String, String> filter = Evaluations.filter(parameters, "start_time", "end_time");
        int limit = parameters.integer("limit", Lists.DEFAULT_LIMIT, 1, Lists.MAX_LIMIT);
        int offset = parameters.integer("offset", 0, 0, MAX_OFFSET);
        return evaluations
                .all(filter, null, offset + limit, parameters.position(positions))
                .thenApply(page -> {
                    ObjectNode json = Json.object();
                    var logs = json.putArray("logs");
                    page.values().stream()
                            .skip(offset)
                            .forEach(evaluation -> logs.add(EvaluationJson.monitoringLog(evaluation)));
                    json.put("total", page.total() < 0 ? null : Long.valueOf(page.total()));
                    json.put("limit", limit);
                    json.put("offset", offset);
                    FreshnessJson.add(json, page.freshness());
                    return json;
                });
    }
}
