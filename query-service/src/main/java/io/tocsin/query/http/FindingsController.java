package io.tocsin.query.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.concurrent.CompletionStage;

/** What detectors found, latest begun first: all of it, and anomalies of metrics alone. */
@Controller("/api/v1")
final class FindingsController {

    private final Findings findings;

    FindingsController(Findings findings) {
        this.findings = findings;
    }

    @Get(uri = "/findings", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> all(HttpRequest<?> request) {
        return Answers.with(() -> findings.list(request, "findings", null));
    }

    @Get(uri = "/anomalies", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> anomalies(HttpRequest<?> request) {
        return Answers.with(() -> findings.list(request, "anomalies", Findings.ANOMALY));
    }
}
