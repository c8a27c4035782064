package io.tocsin.processor.iq;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tocsin.processor.runtime.DaemonThreads;
import io.tocsin.schemas.Inventory;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.QueryResponse;
import io.tocsin.schemas.serde.SingleObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener for query services: {@code GET /iq/v1/inventory} and {@code POST /iq/v1/query}, Avro single-object bodies.
 * It never forwards. Questions beyond what its threads and a short queue take are dropped by closing the connection,
 * which a caller treats as a failed try. Thread-safe.
 */
public final class QueryEndpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueryEndpoint.class);
    private static final int MOST_REQUEST_BYTES = 1024 * 1024;
    private static final int QUEUE = 256;
    private static final int BACKLOG = 128;
    private static final String AVRO = "application/avro";
    private static final String JSON = "application/json";

    static {
        // The server reads it when its class is loaded; without it answers wait for the peer's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final QueryEngine engine;
    private final byte[] authorization;
    private final String address;
    private final SingleObject<Inventory> inventories = SingleObject.of(Inventory.class);
    private final SingleObject<QueryRequest> requests = SingleObject.of(QueryRequest.class);
    private final SingleObject<QueryResponse> responses = SingleObject.of(QueryResponse.class);

    /**
     * Opens the listener.
     *
     * @param desks what answers JSON with JSON, by path
     * @throws IOException when the address cannot be bound
     */
    public QueryEndpoint(QueryParameters parameters, QueryEngine engine, Map<String, UnaryOperator<byte[]>> desks)
            throws IOException {
        this.engine = engine;
        this.authorization = parameters.secret().isEmpty()
                ? null
                : ("Bearer " + parameters.secret()).getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(parameters.host(), parameters.port()), BACKLOG);
        address = parameters.host() + ":" + server.getAddress().getPort();
        threads = new ThreadPoolExecutor(
                parameters.threads(),
                parameters.threads(),
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(QUEUE),
                DaemonThreads.named("query"));
        server.setExecutor(threads);
        server.createContext("/iq/v1/inventory", exchange -> handle(exchange, "GET", this::inventory));
        server.createContext("/iq/v1/query", exchange -> handle(exchange, "POST", this::query));
        desks.forEach((path, desk) ->
                server.createContext(path, exchange -> handle(exchange, "POST", JSON, each -> desk.apply(body(each)))));
    }

    /** Begins to answer. */
    public void start() {
        server.start();
    }

    /**
     * Answers a caller in the same process, with the same threads and the same short queue as callers from outside.
     *
     * @return the answer; fails with {@link IllegalArgumentException} when the question makes no sense and with
     *     {@link RejectedExecutionException} when too many wait
     */
    public CompletableFuture<QueryResponse> ask(QueryRequest request) {
        try {
            return CompletableFuture.supplyAsync(() -> engine.query(request), threads);
        } catch (RejectedExecutionException overloaded) {
            return CompletableFuture.failedFuture(overloaded);
        }
    }

    /** Returns where to ask, as {@code host:port}. */
    public String address() {
        return address;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private interface Answer {

        byte[] of(HttpExchange exchange) throws IOException;
    }

    private record Reply(int status, String type, byte[] body) {

        static Reply refusal(int status, String why) {
            return new Reply(status, "text/plain; charset=utf-8", why.getBytes(StandardCharsets.UTF_8));
        }
    }

    private byte[] inventory(HttpExchange exchange) {
        return inventories.encode(engine.inventory(address));
    }

    private byte[] query(HttpExchange exchange) throws IOException {
        byte[] body = body(exchange);
        QueryRequest request;
        try {
            request = requests.decode(body);
        } catch (SerializationException e) {
            throw new IllegalArgumentException("not a question: " + e.getMessage(), e);
        }
        return responses.encode(engine.query(request));
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_REQUEST_BYTES + 1);
        if (body.length > MOST_REQUEST_BYTES) {
            throw new IllegalArgumentException("a question of more than " + MOST_REQUEST_BYTES + " bytes");
        }
        return body;
    }

    private void handle(HttpExchange exchange, String method, Answer answer) throws IOException {
        handle(exchange, method, AVRO, answer);
    }

    private void handle(HttpExchange exchange, String method, String type, Answer answer) throws IOException {
        try (exchange) {
            Reply reply = reply(exchange, method, type, answer);
            exchange.getResponseHeaders().set("Content-Type", reply.type());
            exchange.sendResponseHeaders(reply.status(), reply.body().length);
            exchange.getResponseBody().write(reply.body());
        }
    }

    private Reply reply(HttpExchange exchange, String method, String type, Answer answer) throws IOException {
        if (!isAllowed(exchange)) {
            return Reply.refusal(401, "the cluster secret is missing or wrong");
        }
        if (!exchange.getRequestMethod().equals(method)) {
            return Reply.refusal(405, "use " + method);
        }
        try {
            return new Reply(200, type, answer.of(exchange));
        } catch (IllegalArgumentException e) {
            return Reply.refusal(400, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("A question failed", e);
            return Reply.refusal(500, "the question failed");
        }
    }

    private boolean isAllowed(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        return authorization == null
                || given != null && MessageDigest.isEqual(authorization, given.getBytes(StandardCharsets.UTF_8));
    }
}
