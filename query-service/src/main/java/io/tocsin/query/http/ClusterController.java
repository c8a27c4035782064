package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.tocsin.query.json.FreshnessJson;
import io.tocsin.query.json.Json;
import io.tocsin.query.json.ScopeJson;
import java.util.concurrent.CompletionStage;

/** The system as a whole in our own form: totals, and who answers for what. */
@Controller("/api/v1")
final class ClusterController {

    private final Statistics statistics;
    private final Pipeline pipeline;

    ClusterController(Statistics statistics, Pipeline pipeline) {
        this.statistics = statistics;
        this.pipeline = pipeline;
    }

    @Get(uri = "/stats", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> stats(HttpRequest<?> request) {
        Parameters.strict(request);
        return Answers.with(() -> statistics.totals().thenApply(totals -> {
            ObjectNode json = Json.object();
            json.put("source_count", totals.health().getSourceCount());
            Json.counts(json, "sources_by_status", totals.health().getSourcesByStatus());
            json.put("event_count", totals.health().getEventCount());
            json.put("log_count", totals.health().getLogCount());
            Json.counts(json, "events_by_status", totals.health().getEventsByStatus());
            Json.counts(json, "events_by_source", totals.eventsBySource());
            json.put("events_by_source_complete", totals.allSources());
            json.put("average_severity", ScopeJson.averageSeverity(totals.health()));
            json.put("active_alerts", totals.health().getActiveAlerts());
            json.put("evaluation_count", totals.evaluations() < 0 ? null : Long.valueOf(totals.evaluations()));
            json.put("oldest_evaluation", Json.time(totals.oldest()));
            json.put("newest_evaluation", Json.time(totals.newest()));
            FreshnessJson.add(json, totals.freshness());
            return json;
        }));
    }

    @Get(uri = "/instances", produces = MediaType.ALL)
    MutableHttpResponse<byte[]> instances(HttpRequest<?> request) {
        Parameters.strict(request);
        return Answers.ok(pipeline.table());
    }
}
