package io.tocsin.alertsink.api.life;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.tocsin.service.http.RequestBody;
import io.tocsin.service.http.StrictJson;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/** What requests and answers have in common. Stateless. */
final class Answers {

    private static final long MAX_BODY = 1L << 20;

    private Answers() {}

    static MutableHttpResponse<byte[]> json(HttpStatus status, JsonNode body) {
        return HttpResponse.<byte[]>status(status)
                .body(StrictJson.write(body))
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store");
    }

    /** Reads the body as JSON and goes on where blocking is allowed. */
    static CompletionStage<MutableHttpResponse<byte[]>> withBody(
            HttpRequest<?> request, ExecutorService executor, Function<JsonNode, MutableHttpResponse<byte[]>> action) {
        return RequestBody.read(request, MAX_BODY)
                .thenApplyAsync(body -> action.apply(StrictJson.parse(body)), executor);
    }
}
