package io.tocsin.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Takes webhooks and remembers when the first firing alert of each source arrived. Thread-safe. */
public final class WebhookReceiver implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Long> arrivals = new ConcurrentHashMap<>();

    /**
     * Starts on any free port of the loopback address.
     *
     * @throws IOException when no port can be bound
     */
    public WebhookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.createContext("/", this::receive);
        server.setExecutor(workers);
        server.start();
    }

    /** Returns the URL to send to. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/alerts";
    }

    /** Returns {@link System#nanoTime()} of the first arrival by source. */
    public Map<String, Long> arrivals() {
        return arrivals;
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    private void receive(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        try (exchange) {
            JsonNode body = json.readTree(exchange.getRequestBody());
            for (JsonNode alert : body.path("alerts")) {
                if (alert.path("status").asText().equals("firing")) {
                    arrivals.putIfAbsent(alert.path("labels").path("source").asText(), now);
                }
            }
            exchange.sendResponseHeaders(204, -1);
        }
    }
}
