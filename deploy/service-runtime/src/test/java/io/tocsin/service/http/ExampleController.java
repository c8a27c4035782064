package io.tocsin.service.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** A controller as the package description says that controllers are written. */
@Controller("/example")
final class ExampleController {

    private static final long MAX_BODY = 64 * 1024;
    private static final int MAX_LINE = 1024;

    /** Lines that {@link #gatedLines} has been given. */
    static final AtomicLong RECEIVED = new AtomicLong();

    /** What {@link #gatedLines} waits for. */
    static volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    @Get(uri = "/{name}", produces = MediaType.ALL)
    MutableHttpResponse<byte[]> get(String name) {
        return json(JsonNodeFactory.instance.objectNode().put("name", name));
    }

    @Get(uri = "/defect", produces = MediaType.ALL)
    MutableHttpResponse<byte[]> defect() {
        throw new IllegalStateException("password=hunter2 in io.tocsin.internal");
    }

    @Post(uri = "/greet", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> greet(HttpRequest<?> request) {
        return RequestBody.read(request, MAX_BODY).thenApply(StrictJson::parse).thenCompose(ExampleController::answer);
    }

    private static CompletionStage<MutableHttpResponse<?>> answer(JsonNode body) {
        JsonNode name = body.path("name");
        if (!name.isTextual()) {
            throw new ProblemException(Problem.unprocessable("name", "expected a text"));
        }
        return CompletableFuture.completedFuture(
                json(JsonNodeFactory.instance.objectNode().put("greeting", "Hello " + name.textValue())));
    }

    @Post(uri = "/size", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> size(HttpRequest<?> request) {
        return RequestBody.read(request, MAX_BODY)
                .thenApply(body -> json(JsonNodeFactory.instance.objectNode().put("size", body.length)));
    }

    @Post(uri = "/lines", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> lines(HttpRequest<?> request) {
        AtomicLong lines = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        return RequestBody.lines(request, MAX_LINE, batch -> {
                    for (int i = 0; i < batch.size(); i++) {
                        StrictJson.parse(batch.bytes(), batch.from(i), batch.to(i));
                        bytes.addAndGet(batch.to(i) - batch.from(i));
                    }
                    lines.addAndGet(batch.size());
                    return CompletableFuture.completedFuture(null);
                })
                .thenApply(done -> json(JsonNodeFactory.instance
                        .objectNode()
                        .put("lines", lines.get())
                        .put("bytes", bytes.get())));
    }

    /** Takes lines as slowly as the test wants: each batch waits for the gate. */
    @Post(uri = "/gated-lines", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> gatedLines(HttpRequest<?> request) {
        AtomicLong lines = new AtomicLong();
        return RequestBody.lines(request, MAX_LINE, batch -> {
                    RECEIVED.addAndGet(batch.size());
                    return gate.thenRun(() -> lines.addAndGet(batch.size()));
                })
                .thenApply(done -> json(JsonNodeFactory.instance.objectNode().put("lines", lines.get())));
    }

    @Get(uri = "/large", produces = MediaType.ALL)
    MutableHttpResponse<byte[]> large(@Nullable @QueryValue Integer mebibytes) {
        byte[] text = new byte[(mebibytes == null ? 1 : mebibytes) << 20];
        Arrays.fill(text, (byte) 'a');
        return HttpResponse.ok(text).contentType(MediaType.TEXT_PLAIN_TYPE);
    }

    @Get(uri = "/port", produces = MediaType.ALL)
    MutableHttpResponse<byte[]> port(HttpRequest<?> request) {
        return json(JsonNodeFactory.instance.objectNode().put("port", LocalListeners.portOf(request)));
    }

    @Get(uri = "/wrapped", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> wrapped() {
        return CompletableFuture.failedFuture(new CompletionException(
                new CompletionException(new ProblemException(Problem.conflict("as foreseen")))));
    }

    private static MutableHttpResponse<byte[]> json(JsonNode body) {
        return HttpResponse.ok(StrictJson.write(body)).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
