package io.tocsin.alertsink.channel;

import io.tocsin.schemas.Delivery;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Posts Alertmanager's webhook body, version 4, signed as standard-webhooks says: {@code webhook-id} (the delivery id,
 * also as {@code Idempotency-Key}), {@code webhook-timestamp}, {@code webhook-signature}. Redirects are not followed, the
 * answer's status alone counts, and of its body a bounded part is read only to keep the connection. Thread-safe.
 */
public final class Webhook implements Channel {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final String USER_AGENT = "Tocsin";

    private final WebhookParameters parameters;
    private final NotificationJson form;
    private final InstantSource clock;
    private final HttpClient client;

    /** Makes the channel. */
    public Webhook(WebhookParameters parameters, NotificationJson form, InstantSource clock) {
        this.parameters = parameters;
        this.form = form;
        this.clock = clock;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(shorter(CONNECT_TIMEOUT, parameters.timeout()))
                .build();
    }

    @Override
    public String type() {
        return "webhook";
    }

    @Override
    public String name() {
        return parameters.name();
    }

    @Override
    public DeliveryResult deliver(Delivery delivery) throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request(delivery), ignored -> new DiscardedBody(parameters.timeout()));
        try {
            HttpResponse<Void> response = answer.get(parameters.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return judge(response.statusCode(), response.headers(), clock.instant());
        } catch (TimeoutException late) {
            answer.cancel(true);
            return DeliveryResult.Failed.because(
                    "no answer within " + parameters.timeout().toMillis() + " ms");
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            throw interrupted;
        } catch (ExecutionException failed) {
            return DeliveryResult.Failed.because(explain(failed.getCause()));
        }
    }

    /** Nothing to let go: the client ends with its last use. */
    @Override
    public void close() {}

    private HttpRequest request(Delivery delivery) {
        byte[] body = form.bytes(delivery);
        String id = delivery.getId();
        long timestamp = clock.instant().getEpochSecond();
        HttpRequest.Builder request = HttpRequest.newBuilder(parameters.url())
                .timeout(parameters.timeout())
                .header("Content-Type", "application/json")
                .header("User-Agent", USER_AGENT)
                .header("Idempotency-Key", id)
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(timestamp))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!parameters.secrets().isEmpty()) {
            request.header(
                    "webhook-signature",
                    parameters.secrets().stream()
                            .map(secret -> secret.sign(id, timestamp, body))
                            .collect(Collectors.joining(" ")));
        }
        return request.build();
    }

    /**
     * Judges an answer: 2xx is delivered; 408, 425, 429 and 5xx may succeed later; everything else, redirects included,
     * is refused for good.
     */
    static DeliveryResult judge(int status, HttpHeaders headers, Instant now) {
        OptionalInt code = OptionalInt.of(status);
        if (status >= 200 && status < 300) {
            return new DeliveryResult.Delivered(code);
        }
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            Optional<Duration> retryAfter =
                    headers.firstValue("Retry-After").flatMap(text -> RetryAfter.parse(text, now));
            return new DeliveryResult.Failed(code, "the receiver answered " + status, retryAfter);
        }
        String redirect = status >= 300 && status < 400 ? "; redirects are not followed" : "";
        return new DeliveryResult.Refused(code, "the receiver answered " + status + redirect);
    }

    /** Says what went wrong without repeating the message, which may hold the URL. */
    private static String explain(Throwable failed) {
        if (failed instanceof HttpConnectTimeoutException) {
            return "no connection in time";
        }
        if (failed instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        if (failed instanceof ConnectException) {
            return "no connection";
        }
        return (failed instanceof IOException ? "the connection failed: " : "the request failed: ")
                + failed.getClass().getSimpleName();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
