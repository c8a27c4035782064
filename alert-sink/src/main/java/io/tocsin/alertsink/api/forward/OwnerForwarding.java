package io.tocsin.alertsink.api.forward;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ConditionalFilter;
import io.tocsin.alertsink.AlertSink;
import io.tocsin.service.http.Problem;
import io.tocsin.service.http.ProblemException;
import io.tocsin.service.http.RequestBody;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Hands on to the owner of the alert engine what only it can answer, when another sink is asked. What was handed on once is
 * not handed on again: while ownership moves, somebody says 503 instead of sending it round. Whatever Kafka alone must
 * acknowledge is taken by every sink itself.
 */
@ServerFilter({
    "/api/v1/maintenance-windows",
    "/api/v1/maintenance-windows/**",
    "/api/v1/acknowledgements",
    "/api/v1/acknowledgements/**",
    "/api/v1/alerts/*/explain",
    "/api/v1/routes/test",
    OwnerForwarding.ALERTMANAGER + "**"
})
final class OwnerForwarding implements ConditionalFilter {

    static final String ALERTMANAGER = "/alertmanager/api/v2/";

    /** As much as any of these paths takes. */
    private static final long MAX_BODY = 1L << 20;

    private final AlertSink sink;
    private final OwnerClient client = new OwnerClient();

    OwnerForwarding(AlertSink sink) {
        this.sink = sink;
    }

    @Override
    public boolean isEnabled(HttpRequest<?> request) {
        return needsEngine(request)
                && !request.getHeaders().contains(OwnerClient.FORWARDED)
                && sink.otherOwner().isPresent();
    }

    /** Answers with what the owner says. */
    @RequestFilter
    CompletionStage<MutableHttpResponse<?>> forward(HttpRequest<?> request) {
        // Between the two questions it may have been lost.
        String owner = sink.otherOwner()
                .orElseThrow(() -> new ProblemException(
                        Problem.unavailable("the alert engine moves to another sink", Duration.ofSeconds(1))));
        return RequestBody.read(request, MAX_BODY).thenCompose(body -> client.ask(owner, request, body));
    }

    private static boolean needsEngine(HttpRequest<?> request) {
        String path = request.getUri().getRawPath();
        if (!path.startsWith(ALERTMANAGER)) {
            return true;
        }
        String what = path.substring(ALERTMANAGER.length());
        return what.startsWith("silence") || what.startsWith("alerts") && request.getMethod() == HttpMethod.GET;
    }
}
