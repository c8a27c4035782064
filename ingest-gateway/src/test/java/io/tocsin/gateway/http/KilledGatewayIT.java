package io.tocsin.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.embedded.EmbeddedKafka;
import io.tocsin.gateway.GatewayMain;
import io.tocsin.gateway.rig.Eventually;
import io.tocsin.gateway.rig.TopicContents;
import io.tocsin.schemas.Event;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway process is killed while it takes events. */
class KilledGatewayIT {

    private static final int KILLS = 3;
    private static final int CLIENTS = 4;
    private static final int BATCH = 20;

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger numbers = new AtomicInteger();

    @Test
    void everyEventThatWasAnsweredWith202IsOnKafka() throws IOException, InterruptedException {
        try (EmbeddedKafka kafka =
                EmbeddedKafka.builder(folder.resolve("kafka")).start()) {
            for (int kill = 0; kill < KILLS; kill++) {
                killUnderLoad(kafka);
            }

            Set<String> stored = new HashSet<>();
            TopicContents.events(kafka.bootstrapServers()).stream()
                    .map(Event::getId)
                    .forEach(stored::add);
            assertThat(acknowledged.size()).isGreaterThan(KILLS * BATCH);
            assertThat(stored).containsAll(acknowledged);
        }
    }

    private void killUnderLoad(EmbeddedKafka kafka) throws IOException, InterruptedException {
        int port = freePort();
        Process gateway = start(kafka, port);
        try {
            Eventually.within(Duration.ofSeconds(60), "ready", () -> isReady(port));
            AtomicBoolean killed = new AtomicBoolean();
            int before = acknowledged.size();
            List<Thread> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> new Thread(() -> sendUntil(killed, port)))
                    .toList();
            clients.forEach(Thread::start);
            Eventually.within(Duration.ofSeconds(60), "under load", () -> acknowledged.size() > before + 50 * BATCH);
            gateway.destroyForcibly().waitFor();
            killed.set(true);
            for (Thread thread : clients) {
                thread.join();
            }
        } finally {
            gateway.destroyForcibly();
        }
    }

    private Process start(EmbeddedKafka kafka, int port) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GatewayMain.class.getName(),
                        "--kafka=" + kafka.bootstrapServers(),
                        "--set=registry.url=mock://killed",
                        "--set=http.port=" + port,
                        "--set=http.compat-ports=",
                        "--set=gateway.ingest-log=" + folder.resolve("ingest.log"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("gateway.log").toFile())
                .start();
    }

    private void sendUntil(AtomicBoolean killed, int port) {
        while (!killed.get()) {
            StringBuilder lines = new StringBuilder();
            String[] ids = new String[BATCH];
            for (int i = 0; i < BATCH; i++) {
                ids[i] = "e" + numbers.incrementAndGet();
                lines.append("{\"id\":\"")
                        .append(ids[i])
                        .append("\",\"source\":\"s")
                        .append(i % 5);
                lines.append("\",\"event_type\":\"t\",\"data\":{\"n\":1}}\n");
            }
            try {
                if (post(port, lines.toString()) == 202) {
                    acknowledged.addAll(List.of(ids));
                }
            } catch (IOException expected) {
                // The process was killed while it had this request: nothing was promised.
                return;
            }
        }
    }

    private int post(int port, String lines) throws IOException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/events"))
                .header("Content-Type", "application/x-ndjson")
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(lines)));
    }

    private boolean isReady(int port) {
        try {
            return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz"))
                            .timeout(Duration.ofSeconds(5)))
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private int send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<Void> response = client.send(request.build(), BodyHandlers.discarding());
            return response.statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
