package io.tocsin.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a registry over HTTP on the loopback interface, with the server of the JDK. Thread-safe. */
public final class RegistryServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryServer.class);
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int THREADS = 4;
    private static final int BACKLOG = 64;

    private final SchemaRegistry registry;
    private final RegistryApi api;
    private final HttpServer server;
    private final ExecutorService threads;

    static {
        // The server reads these once. Without the first, answers wait 40 ms for the client's acknowledgement; the
        // second, in seconds, takes the thread back from a client that sends its request byte by byte.
        setUnlessGiven("sun.net.httpserver.nodelay", "true");
        setUnlessGiven("sun.net.httpserver.maxReqTime", "30");
    }

    /**
     * Opens the registry and begins to serve.
     *
     * @param bootstrapServers where Kafka is
     * @param host address to listen on
     * @param port port, 0 for a free one
     * @throws IOException when the port is in use
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer in time
     */
    public RegistryServer(String bootstrapServers, String host, int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
        try {
            registry = new SchemaRegistry(bootstrapServers);
        } catch (RuntimeException failed) {
            server.stop(0);
            throw failed;
        }
        api = new RegistryApi(registry);
        AtomicInteger count = new AtomicInteger();
        threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "schema-registry-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Returns the port. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        registry.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = 200;
            JsonNode body;
            try {
                body = api.answer(new RegistryRequest(exchange));
            } catch (RegistryError refused) {
                status = refused.status();
                body = error(refused.code(), refused.getMessage());
            } catch (RuntimeException | StackOverflowError unexpected) {
                LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), unexpected);
                status = 500;
                body = error(50001, "Error in the registry");
            }
            send(exchange, status, body);
        }
    }

    private static JsonNode error(int code, String message) {
        return JsonNodeFactory.instance.objectNode().put("error_code", code).put("message", message);
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        // A schema that is asked for as text is the answer itself, not a JSON string that holds it.
        String text = body instanceof TextNode schema ? schema.textValue() : body.toString();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
