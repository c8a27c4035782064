package io.tocsin.alertsink;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** An HTTP receiver that does what the test says, and remembers what it was sent. Thread-safe. */
public final class ScriptedReceiver implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Function<Received, Reaction> script = any -> Reaction.answer(200);

    /**
     * A request.
     *
     * @param path path and query
     * @param headers first value by lower-case name
     * @param nanos {@code System.nanoTime} at its arrival
     */
    public record Received(String path, Map<String, String> headers, byte[] body, long nanos) {

        /** Returns the id of the delivery. */
        public String id() {
            return headers.get("webhook-id");
        }

        /** Returns the body as text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /**
     * What the receiver does with a request.
     *
     * @param status status to answer; 0 closes the connection without an answer
     * @param headers headers of the answer
     * @param delay wait before it
     * @param body size of the body in bytes
     * @param text body as JSON, instead of a size; empty for none
     */
    public record Reaction(int status, Map<String, String> headers, Duration delay, int body, String text) {

        public static Reaction answer(int status) {
            return new Reaction(status, Map.of(), Duration.ZERO, 0, "");
        }

        public static Reaction retryAfter(int status, String text) {
            return new Reaction(status, Map.of("Retry-After", text), Duration.ZERO, 0, "");
        }

        public static Reaction reset() {
            return answer(0);
        }

        public static Reaction hang() {
            return answer(200).late(Duration.ofMinutes(5));
        }

        public Reaction late(Duration wait) {
            return new Reaction(status, headers, wait, body, text);
        }

        public Reaction withText(String json) {
            return new Reaction(status, Map.of("Content-Type", "application/json"), delay, 0, json);
        }

        public Reaction withBody(int bytes) {
            return new Reaction(status, headers, delay, bytes, text);
        }
    }

    /** Starts on a free port of the loopback interface. */
    public ScriptedReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** Sets what is done from now on. */
    public void script(Function<Received, Reaction> reaction) {
        script = reaction;
    }

    /** Returns the requests so far, in the order of arrival. */
    public List<Received> received() {
        return received;
    }

    /** Returns where it listens. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));
        Received request = new Received(
                exchange.getRequestURI().toString(),
                headers,
                exchange.getRequestBody().readAllBytes(),
                System.nanoTime());
        Reaction reaction;
        synchronized (this) {
            reaction = script.apply(request);
            received.add(request);
        }
        try {
            if (closing.await(reaction.delay().toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            if (reaction.status() == 0) {
                return;
            }
            reaction.headers().forEach(exchange.getResponseHeaders()::add);
            if (!reaction.text().isEmpty()) {
                byte[] text = reaction.text().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(reaction.status(), text.length);
                exchange.getResponseBody().write(text);
                return;
            }
            exchange.sendResponseHeaders(reaction.status(), reaction.body() == 0 ? -1 : reaction.body());
            if (reaction.body() > 0) {
                exchange.getResponseBody().write(new byte[reaction.body()]);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }
}
