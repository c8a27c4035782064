package io.tocsin.alertsink.api.forward;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.types.files.StreamedFile;
import io.tocsin.service.http.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks another sink what this one was asked, and answers as it does; 503 when it cannot be reached. Thread-safe. */
final class OwnerClient {

    /** Says that a request was handed on already. */
    static final String FORWARDED = "Tocsin-Forwarded";

    private static final Logger LOG = LoggerFactory.getLogger(OwnerClient.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    /** Longer than the owner itself waits for Kafka. */
    private static final Duration TIMEOUT = Duration.ofSeconds(12);

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final List<String> ASKED = List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.ACCEPT);
    private static final List<String> ANSWERED = List.of(
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.LOCATION,
            HttpHeaders.RETRY_AFTER,
            HttpHeaders.CACHE_CONTROL,
            HttpHeaders.ETAG);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /**
     * Asks.
     *
     * @param address where the other sink listens: {@code host:port}
     * @param body the body, not compressed
     */
    CompletionStage<MutableHttpResponse<?>> ask(String address, HttpRequest<?> request, byte[] body) {
        String query = request.getUri().getRawQuery();
        URI uri = URI.create("http://" + address + request.getUri().getRawPath() + (query == null ? "" : '?' + query));
        java.net.http.HttpRequest.Builder asked = java.net.http.HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header(FORWARDED, "1")
                .method(
                        request.getMethodName(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        for (String name : ASKED) {
            String value = request.getHeaders().get(name);
            if (value != null) {
                asked.header(name, value);
            }
        }
        return http.sendAsync(asked.build(), BodyHandlers.ofInputStream())
                .<MutableHttpResponse<?>>thenApply(OwnerClient::answer)
                .exceptionally(failed -> {
                    LOG.warn(
                            "The sink at {}, which owns the alert engine, does not answer: {}",
                            address,
                            failed.toString());
                    return Problem.unavailable("the sink that owns the alert engine does not answer", RETRY)
                            .toResponse();
                });
    }

    /** A list that the owner writes piece by piece is handed on likewise; other answers are short. */
    private static MutableHttpResponse<?> answer(HttpResponse<InputStream> from) {
        MutableHttpResponse<Object> answer = io.micronaut.http.HttpResponse.status(from.statusCode(), null);
        if (from.headers().firstValue(HttpHeaders.TRANSFER_ENCODING).isPresent()) {
            answer.body(new StreamedFile(from.body(), MediaType.APPLICATION_JSON_TYPE));
        } else {
            byte[] body = all(from.body());
            if (body.length > 0) {
                answer.body(body);
            }
        }
        for (String name : ANSWERED) {
            from.headers().firstValue(name).ifPresent(value -> answer.header(name, value));
        }
        return answer;
    }

    private static byte[] all(InputStream body) {
        try (body) {
            return body.readAllBytes();
        } catch (IOException brokenOff) {
            throw new UncheckedIOException(brokenOff);
        }
    }
}
