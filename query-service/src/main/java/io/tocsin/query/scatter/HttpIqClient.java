package io.tocsin.query.scatter;

import io.tocsin.query.desk.DeskClient;
import io.tocsin.query.routing.Instance;
import io.tocsin.schemas.Inventory;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.QueryResponse;
import io.tocsin.schemas.serde.SingleObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The query RPC over HTTP/1.1 with connections kept alive; bodies are Avro single objects. The time limit covers the whole
 * exchange, the body included, which {@link HttpRequest.Builder#timeout} does not. Thread-safe.
 */
public final class HttpIqClient implements IqClient, DeskClient {

    private static final String MEDIA_TYPE = "application/avro";

    private final HttpClient client;
    private final String authorization;
    private final SingleObject<Inventory> inventories = SingleObject.of(Inventory.class);
    private final SingleObject<QueryRequest> requests = SingleObject.of(QueryRequest.class);
    private final SingleObject<QueryResponse> responses = SingleObject.of(QueryResponse.class);

    /**
     * Makes the client.
     *
     * @param executor runs what follows an answer; at least two threads
     * @param connectTimeout time to connect at most
     * @param clusterSecret secret that instances of one cluster share; empty for none
     */
    public HttpIqClient(Executor executor, Duration connectTimeout, String clusterSecret) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .executor(executor)
                .build();
        this.authorization = clusterSecret.isEmpty() ? null : "Bearer " + clusterSecret;
    }

    @Override
    public CompletableFuture<Inventory> inventory(Instance instance, Duration timeout) {
        return send(instance, "/iq/v1/inventory", HttpRequest.Builder::GET, inventories, timeout)
                .thenApply(inventory -> {
                    requireFrom(instance, inventory.getInstance());
                    return inventory;
                });
    }

    @Override
    public CompletableFuture<QueryResponse> query(Instance instance, QueryRequest request, Duration timeout) {
        byte[] body = requests.encode(request);
        return send(
                        instance,
                        "/iq/v1/query",
                        builder -> builder.POST(HttpRequest.BodyPublishers.ofByteArray(body)),
                        responses,
                        timeout)
                .thenApply(response -> {
                    requireFrom(instance, response.getInstance());
                    return response;
                });
    }

    @Override
    public CompletableFuture<byte[]> ask(Instance instance, String path, byte[] question, Duration timeout) {
        return exchange(
                instance,
                path,
                "application/json",
                builder -> builder.POST(HttpRequest.BodyPublishers.ofByteArray(question)),
                HttpIqClient::accepted,
                timeout);
    }

    private <T extends org.apache.avro.specific.SpecificRecord> CompletableFuture<T> send(
            Instance instance,
            String path,
            Function<HttpRequest.Builder, HttpRequest.Builder> method,
            SingleObject<T> codec,
            Duration timeout) {
        return exchange(instance, path, MEDIA_TYPE, method, response -> decode(response, codec), timeout);
    }

    private <T> CompletableFuture<T> exchange(
            Instance instance,
            String path,
            String type,
            Function<HttpRequest.Builder, HttpRequest.Builder> method,
            Function<HttpResponse<byte[]>, T> reader,
            Duration timeout) {
        HttpRequest request;
        try {
            HttpRequest.Builder builder = method.apply(
                            HttpRequest.newBuilder(URI.create("http://" + instance.address() + path)))
                    .header("Accept", type)
                    .header("Content-Type", type);
            if (authorization != null) {
                builder.header("Authorization", authorization);
            }
            request = builder.build();
        } catch (IllegalArgumentException badAddress) {
            return CompletableFuture.failedFuture(
                    new IqException(FailureKind.UNREACHABLE, "the announced address is none", badAddress));
        }
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        CompletableFuture<T> result =
                sent.thenApply(reader).orTimeout(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS);
        return result.handle((value, error) -> {
            if (error == null) {
                return value;
            }
            sent.cancel(true);
            throw typed(error);
        });
    }

    private static <T extends org.apache.avro.specific.SpecificRecord> T decode(
            HttpResponse<byte[]> response, SingleObject<T> codec) {
        try {
            return codec.decode(accepted(response));
        } catch (IqException known) {
            throw known;
        } catch (RuntimeException unreadable) {
            throw new IqException(FailureKind.MALFORMED, "the answer cannot be read", unreadable);
        }
    }

    private static byte[] accepted(HttpResponse<byte[]> response) {
        if (response.statusCode() == 401 || response.statusCode() == 403) {
            throw new IqException(FailureKind.FAILED, "the instance refuses the cluster secret", null);
        }
        if (response.statusCode() == 429 || response.statusCode() == 503) {
            throw new IqException(FailureKind.FAILED, "the instance is overloaded or closing", null);
        }
        if (response.statusCode() != 200) {
            throw new IqException(FailureKind.MALFORMED, "status " + response.statusCode(), null);
        }
        return response.body();
    }

    private static void requireFrom(Instance instance, String answering) {
        if (!instance.id().equals(answering)) {
            throw new IqException(FailureKind.NOT_HERE, "another instance answers at this address", null);
        }
    }

    private static IqException typed(Throwable error) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof IqException known) {
            return known;
        }
        if (cause instanceof TimeoutException || cause instanceof java.net.http.HttpTimeoutException) {
            return new IqException(FailureKind.TIMEOUT, "no answer in time", cause);
        }
        return new IqException(FailureKind.UNREACHABLE, "no connection, or it broke", cause);
    }
}
