package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.tocsin.query.json.Json;
import java.net.URI;
import java.util.Set;

/** What is here, and whether it runs. */
@Controller
final class RootController {

    private final ServiceInfo info;
    private final OpenApiDocument document;
    private final RunningRoutes routes;
    private final Pipeline pipeline;

    RootController(ServiceInfo info, OpenApiDocument document, RunningRoutes routes, Pipeline pipeline) {
        this.info = info;
        this.document = document;
        this.routes = routes;
        this.pipeline = pipeline;
    }

    /** Browsers are led to the description of the API, all others get it as JSON. */
    @Get(uri = "/", produces = MediaType.ALL)
    MutableHttpResponse<?> root(HttpRequest<?> request) {
        MutableHttpResponse<?> response = Accepted.of(request).wantsPage()
                ? HttpResponse.seeOther(URI.create("/docs"))
                : Answers.ok(description());
        return response.header("Vary", "Accept");
    }

    @Get(uri = "/api", produces = MediaType.ALL)
    MutableHttpResponse<byte[]> api() {
        return Answers.ok(description());
    }

    @Get(uri = "/api/status", produces = MediaType.ALL)
    MutableHttpResponse<byte[]> status() {
        ObjectNode json = Json.object();
        json.put("status", "running");
        json.put("version", info.version());
        json.put("uptime_seconds", info.uptimeSeconds());
        // This version takes no WebSocket connections, so there is no number of them to tell.
        json.putNull("websocket_connections");
        ObjectNode processing = pipeline.json();
        processing.put("active", pipeline.active());
        json.set("processing", processing);
        json.put("timestamp", info.now().toString());
        return Answers.ok(json);
    }

    private ObjectNode description() {
        ObjectNode json = Json.object();
        json.put("name", ServiceInfo.NAME);
        json.put("version", info.version());
        json.put("docs", "/docs");
        json.put("redoc", "/redoc");
        json.put("openapi", "/openapi.json");
        ObjectNode endpoints = json.putObject("endpoints");
        Set<String> running = routes.all();
        document.summaries().forEach((operation, summary) -> {
            if (running.contains(RunningRoutes.comparable(operation))) {
                endpoints.put(operation, summary);
            }
        });
        return json;
    }
}
