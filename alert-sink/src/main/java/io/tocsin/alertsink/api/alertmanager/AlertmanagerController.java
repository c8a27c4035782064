package io.tocsin.alertsink.api.alertmanager;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tocsin.alertsink.AlertSink;
import jakarta.inject.Named;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.ExecutorService;

/** Alertmanager's paths where Alertmanager has them, for a process that stands in for it. */
@Controller("/")
@Requires(property = "tocsin.roles.alertmanager", value = "true")
final class AlertmanagerController extends AlertmanagerPaths {

    private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

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

    @Override
    boolean isReady() {
        return sink.isReady();
    }
}
