package io.tocsin.query.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.service.AlertDeliveries;
import io.tocsin.service.http.StrictJson;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Asks an alert sink of another process for deliveries. Never blocks; thread-safe. */
public final class RemoteDeliveries implements AlertDeliveries {

    private final URI sink;
    private final Duration timeout;
    private final HttpClient client;

    /**
     * Makes one.
     *
     * @param sink where the sink answers, such as {@code http://sink:8003}
     * @param timeout how long an answer may take
     * @param executor reads answers
     */
    public RemoteDeliveries(URI sink, Duration timeout, Executor executor) {
        this.sink = sink;
        this.timeout = timeout;
        client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .executor(executor)
                .build();
    }

    @Override
    public CompletionStage<ObjectNode> about(String fingerprint) {
        URI path = sink.resolve("/api/v1/deliveries?limit=" + MOST + "&fingerprint="
                + URLEncoder.encode(fingerprint, StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(path).timeout(timeout).build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(RemoteDeliveries::list);
    }

    private static ObjectNode list(HttpResponse<byte[]> response) {
        if (response.statusCode() == 200 && StrictJson.parse(response.body()) instanceof ObjectNode list) {
            return list;
        }
        throw new UnavailableException("the alert sink answered " + response.statusCode(), new TreeMap<>());
    }
}
