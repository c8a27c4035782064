package io.tocsin.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A {@code tocsin run} as a user starts it: the script, the distribution, a process of its own. */
final class TocsinProcess implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final Path SCRIPT = Path.of("..", "tocsin").toAbsolutePath().normalize();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final Process process;
    private final Path output;
    private final int port;

    private TocsinProcess(Process process, Path output, int port) {
        this.process = process;
        this.output = output;
        this.port = port;
    }

    /** An answer over HTTP. */
    record Answer(int status, JsonNode json, String retryAfter) {}

    /** Starts with everything in a folder, on ports that are free, and waits until it is ready. */
    static TocsinProcess start(Path data, String... options) throws IOException {
        TocsinProcess started = launch(data, options);
        started.await("to be ready", () -> started.get("/readyz").status() == 200);
        return started;
    }

    /** Starts and does not wait. */
    static TocsinProcess launch(Path data, String... options) throws IOException {
        int port = freePort();
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--data",
                data.toString(),
                "--port",
                Integer.toString(port),
                "--set",
                "http.compat-ports=",
                "--set",
                "standalone.kafka-port=0",
                "--set",
                "standalone.registry-port=0"));
        arguments.addAll(List.of(options));
        Path output = Files.createTempFile(data.toAbsolutePath().getParent(), "tocsin", ".out");
        return new TocsinProcess(command(output, arguments), output, port);
    }

    /** Starts one service of a cluster on a free port and waits until it is ready. */
    static TocsinProcess service(String command, Path folder, int port, List<String> options) throws IOException {
        Files.createDirectories(folder);
        List<String> arguments = new ArrayList<>(List.of(
                command, "--set", "data-dir=" + folder, "--set", "http.port=" + port, "--set", "http.compat-ports="));
        for (String option : options) {
            arguments.add("--set");
            arguments.add(option);
        }
        Path output = Files.createTempFile(folder, command, ".out");
        TocsinProcess started = new TocsinProcess(command(output, arguments), output, port);
        started.await("to be ready", () -> started.get("/readyz").status() == 200);
        return started;
    }

    /** Starts {@code tocsin alertmanager} with everything in a folder, on a free port, and waits until it is ready. */
    static TocsinProcess alertmanager(Path data, Path config) throws IOException {
        int port = freePort();
        Path output = Files.createTempFile(data.toAbsolutePath().getParent(), "alertmanager", ".out");
        TocsinProcess started = new TocsinProcess(
                command(
                        output,
                        List.of(
                                "alertmanager",
                                "--config",
                                config.toString(),
                                "--data",
                                data.toString(),
                                "--port",
                                Integer.toString(port))),
                output,
                port);
        started.await("to be ready", () -> started.get("/-/ready").status() == 200);
        return started;
    }

    /** Runs any command to its end. */
    static int run(Path output, String... arguments) throws IOException, InterruptedException {
        Process command = command(output, List.of(arguments));
        if (!command.waitFor(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS)) {
            command.destroyForcibly();
            throw new AssertionError(List.of(arguments) + " does not end: " + Files.readString(output));
        }
        return command.exitValue();
    }

    private static Process command(Path output, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("TOCSIN_BUILD", "never");
        builder.environment().put("TOCSIN_HEAP", "384m");
        return builder.start();
    }

    static int freePort() throws IOException {
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    long pid() {
        return process.pid();
    }

    /** What it has printed so far. */
    String printed() {
        try {
            return Files.readString(output);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(uri().resolve(path)).GET());
    }

    Answer post(String path, String contentType, String body) {
        return send(HttpRequest.newBuilder(uri().resolve(path))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body)));
    }

    /** Waits until an answer of a path is as wished, and returns it. */
    JsonNode await(String path, Predicate<JsonNode> wish) {
        JsonNode[] last = new JsonNode[1];
        await(path + " to answer as wished", () -> {
            Answer answer = get(path);
            last[0] = answer.json();
            return answer.status() == 200 && wish.test(answer.json());
        });
        return last[0];
    }

    /** Kills the process as a power cut would. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Stops it as a user would; returns how long that took. */
    Duration stop() throws InterruptedException {
        long started = System.nanoTime();
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS))
                .as("stops by itself; printed: %s", printed())
                .isTrue();
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** Waits for the end and returns the exit code. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response =
                    HTTP.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofByteArray());
            boolean isJson = response.headers()
                    .firstValue("Content-Type")
                    .filter(type -> type.contains("json"))
                    .isPresent();
            return new Answer(
                    response.statusCode(),
                    isJson ? JSON.readTree(response.body()) : JSON.createObjectNode(),
                    response.headers().firstValue("Retry-After").orElse(null));
        } catch (IOException notThere) {
            return new Answer(0, JSON.createObjectNode().put("detail", notThere.toString()), null);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    void await(String what, java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new AssertionError(
                        "waited in vain for " + what + "; alive: " + process.isAlive() + "; printed: " + printed());
            }
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(50).toNanos());
        }
    }
}
