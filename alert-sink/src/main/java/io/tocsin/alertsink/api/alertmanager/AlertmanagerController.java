package io.tocsin.alertsink.api.alertmanager;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tocsin.alertsink.AlertSink;
import jakarta.inject.Named;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;

/** Alertmanager's paths where Alertmanager has them, for a process that stands in for it. */
@Controller("/")
@Requires(property = "tocsin.roles.alertmanager", value = "true")
final class AlertmanagerController extends AlertmanagerPaths {

    private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String GONE =
            "{\"status\":\"deprecated\",\"error\":\"The Alertmanager v1 API was deprecated in "
                    + "version 0.16.0 and is removed as of version 0.27.0 - please use the equivalent route in the v2 API\"}";

    private final AlertSink sink;
    private final PrometheusMeterRegistry registry;

    AlertmanagerController(
            AlertSink sink,
            AlertmanagerMetrics metrics,
            PrometheusMeterRegistry registry,
            @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
        super(sink.alertmanager(), metrics, executor);
        this.sink = sink;
        this.registry = registry;
    }

    /** All meters. */
    @Get(uri = "/metrics", produces = MediaType.ALL)
    @ExecuteOn(TaskExecutors.BLOCKING)
    public MutableHttpResponse<byte[]> metrics() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(32 * 1024);
        registry.scrape(text, TEXT_FORMAT);
        return HttpResponse.ok(text.toByteArray()).header("Content-Type", TEXT_FORMAT);
    }

    /** Version 1 of the API is gone. */
    @Get(uri = "/api/v1/{+path}", produces = MediaType.ALL)
    public MutableHttpResponse<byte[]> versionOne(String path) {
        return gone();
    }

    /** Version 1 of the API is gone. */
    @Post(uri = "/api/v1/{+path}", consumes = MediaType.ALL, produces = MediaType.ALL)
    public MutableHttpResponse<byte[]> versionOnePost(String path) {
        return gone();
    }

    @Override
    boolean isReady() {
        return sink.isReady();
    }

    private static MutableHttpResponse<byte[]> gone() {
        return HttpResponse.<byte[]>status(HttpStatus.GONE)
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .body(GONE.getBytes(StandardCharsets.UTF_8));
    }
}
