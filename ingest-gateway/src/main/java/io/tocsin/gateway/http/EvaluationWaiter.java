package io.tocsin.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.gateway.decode.DecodedBatch;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.service.http.ProblemException;
import io.tocsin.service.http.StrictJson;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches what was concluded from a single event, for a client that would rather wait than ask later. It asks the query
 * service for the source at the position of the event, again and again until the answer includes it or the time is over; the
 * event is taken either way. Thread-safe.
 */
final class EvaluationWaiter {

    private static final Logger LOG = LoggerFactory.getLogger(EvaluationWaiter.class);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final List<String> FIELDS = List.of(
            "source",
            "environment",
            "status",
            "severity_score",
            "decision",
            "reasons",
            "suggestions",
            "last_seen",
            "as_of");

    private final Supplier<Optional<URI>> queryService;
    private final LongSupplier nanoTime;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

    /**
     * Makes a waiter.
     *
     * @param queryService where queries are answered, asked for at each request; without it nobody waits
     */
    EvaluationWaiter(Supplier<Optional<URI>> queryService, LongSupplier nanoTime) {
        this.queryService = queryService;
        this.nanoTime = nanoTime;
    }

    /** Returns what was concluded, or empty when it was not asked for or did not come in time. */
    CompletionStage<Optional<JsonNode>> evaluation(DecodedBatch batch, String position, Preferences preferences) {
        boolean wanted = !preferences.waitFor().isZero() && batch.single() && batch.accepted() == 1;
        Optional<URI> base = wanted ? queryService.get() : Optional.empty();
        if (base.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        SourceKey source = SourceKey.parse(new String(batch.records().get(0).key(), StandardCharsets.UTF_8));
        URI address = URI.create(base.get().toString().replaceAll("/+$", "") + "/api/v1/sources/"
                + encode(source.name()) + "?environment=" + encode(source.environment()) + "&min_position="
                + encode(position));
        return ask(address, nanoTime.getAsLong() + preferences.waitFor().toNanos());
    }

    private CompletionStage<Optional<JsonNode>> ask(URI address, long deadline) {
        long left = deadline - nanoTime.getAsLong();
        if (left <= 0) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofNanos(left)).build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .handle((response, failure) -> {
                    if (failure != null) {
                        LOG.debug("The query service does not answer", failure);
                        return Optional.<JsonNode>empty();
                    }
                    return response.statusCode() == 200 ? read(response.body()) : Optional.<JsonNode>empty();
                })
                .thenCompose(found ->
                        found.isPresent() ? CompletableFuture.completedFuture(found) : later(address, deadline));
    }

    private CompletionStage<Optional<JsonNode>> later(URI address, long deadline) {
        Executor delayed = CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(() -> null, delayed).thenCompose(ignored -> ask(address, deadline));
    }

    /** Returns the conclusions of a complete answer. */
    private static Optional<JsonNode> read(byte[] body) {
        try {
            JsonNode source = StrictJson.parse(body);
            if (source.path("partial").asBoolean(false)) {
                return Optional.empty();
            }
            ObjectNode evaluation = JsonNodeFactory.instance.objectNode();
            for (String field : FIELDS) {
                if (source.has(field)) {
                    evaluation.set(field, source.get(field));
                }
            }
            return Optional.of(evaluation);
        } catch (ProblemException e) {
            LOG.warn("The query service answered what is no JSON: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
