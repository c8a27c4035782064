package io.tocsin.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.standalone.client.Delivery.Again;
import io.tocsin.standalone.client.Delivery.Settled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Client of a gateway: one request at a time, each answered before the next. Thread-safe, though order is only kept among
 * requests of one thread.
 */
public final class EventClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final int LONGEST_DETAIL = 300;

    private final URI base;
    private final Duration timeout;
    private final HttpClient http;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * Makes a client; nothing is sent.
     *
     * @param base address of the gateway, for example {@code http://127.0.0.1:8000}
     * @param timeout how long an answer may take
     */
    public EventClient(URI base, Duration timeout) {
        this.base = Objects.requireNonNull(base, "base");
        this.timeout = Objects.requireNonNull(timeout, "timeout");
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    /**
     * Sends events, in order, through {@code POST /api/v1/events}.
     *
     * @param events each one JSON object without line breaks, with an id of its own
     * @throws InterruptedException when the thread was interrupted while it waited
     */
    public Delivery sendEvents(List<byte[]> events) throws InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] event : events) {
            body.writeBytes(event);
            body.write('\n');
        }
        return send("/api/v1/events", "application/x-ndjson", body.toByteArray(), events.size());
    }

    /**
     * Sends one JSON document.
     *
     * @param path path of the gateway's API
     * @param document the document
     * @throws InterruptedException when the thread was interrupted while it waited
     */
    public Delivery sendDocument(String path, byte[] document) throws InterruptedException {
        return send(path, "application/json", document, 1);
    }

    private Delivery send(String path, String contentType, byte[] body, int events) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(timeout)
                .header("Content-Type", contentType)
                .header("Accept", "application/json")
                .header("Prefer", "return=minimal")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<byte[]> response;
        try {
            response = http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException notAnswered) {
            return new Again(DEFAULT_WAIT, base + " did not answer: " + notAnswered);
        }
        int status = response.statusCode();
        if (status == 429 || status >= 500) {
            return new Again(retryAfter(response), status + " " + detail(response.body()));
        }
        if (status >= 300) {
            return new Settled(0, Collections.nCopies(events, status + " " + detail(response.body())));
        }
        return settled(response.body(), events);
    }

    private Settled settled(byte[] body, int events) {
        List<String> rejections = new ArrayList<>();
        try {
            for (JsonNode result : json.readTree(body).path("results")) {
                if (result.path("status").asText().equals("rejected")) {
                    rejections.add("event " + result.path("index").asInt() + " of its batch: " + errors(result));
                }
            }
        } catch (IOException unreadable) {
            return new Settled(0, Collections.nCopies(events, "the answer is no JSON: " + unreadable.getMessage()));
        }
        return new Settled(events - rejections.size(), rejections);
    }

    private static String errors(JsonNode result) {
        List<String> errors = new ArrayList<>();
        for (JsonNode error : result.path("errors")) {
            errors.add(
                    error.path("field").asText() + " " + error.path("message").asText());
        }
        return String.join(", ", errors);
    }

    private String detail(byte[] body) {
        try {
            return words(json.readTree(body));
        } catch (IOException noJson) {
            return new String(body, 0, Math.min(body.length, LONGEST_DETAIL), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private static String words(JsonNode problem) {
        String text = problem.path("detail").asText(problem.path("title").asText(""));
        return text.isEmpty() ? problem.toString() : text;
    }

    private static Duration retryAfter(HttpResponse<?> response) {
        long seconds = response.headers().firstValueAsLong("Retry-After").orElse(DEFAULT_WAIT.toSeconds());
        return Duration.ofSeconds(Math.max(1, Math.min(seconds, LONGEST_WAIT.toSeconds())));
    }
}
