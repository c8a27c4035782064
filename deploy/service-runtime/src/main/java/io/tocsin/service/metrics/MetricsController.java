package io.tocsin.service.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** The metrics in Prometheus text exposition. */
@Controller
final class MetricsController {

    private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;

    MetricsController(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /** All meters. Some gauges read files, so it does not run on an event loop. */
    @Get(uri = "/-/metrics", produces = MediaType.ALL)
    @ExecuteOn(TaskExecutors.BLOCKING)
    MutableHttpResponse<byte[]> scrape() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(32 * 1024);
        registry.scrape(text, TEXT_FORMAT);
        return HttpResponse.ok(text.toByteArray()).header("Content-Type", TEXT_FORMAT);
    }
}
