package io.tocsin.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One of Tocsin's programs in a JVM of its own, as it runs in earnest, started as a user starts it. Its output goes
 * to a file. Not thread-safe.
 */
public final class ServiceProcess implements AutoCloseable {

    private final Process process;
    private final Path output;
    private final long startedAt;

    private ServiceProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
        this.startedAt = System.nanoTime();
    }

    /**
     * Starts one of Tocsin's programs with its start script, so with the JVM and the flags that a user gets.
     *
     * @param output file for what it prints
     * @param heap upper bound of the heap, for example {@code 1g}; empty for the script's own
     * @param command command of the script
     * @param arguments arguments of the command
     * @throws IOException when it cannot be started
     */
    public static ServiceProcess launch(Path output, String heap, String command, List<String> arguments)
            throws IOException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(home(), "deploy", "tocsin").toString());
        words.add(command);
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("TOCSIN_BUILD", "never");
        if (!heap.isEmpty()) {
            builder.environment().put("TOCSIN_HEAP", heap);
        }
        return start(output, builder);
    }

    /** Starts a main class of this program's own class path in a JVM of its own. */
    public static ServiceProcess java(Path output, String heap, Class<?> main, List<String> arguments)
            throws IOException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        words.add(main.getName());
        words.addAll(arguments);
        return start(output, new ProcessBuilder(words));
    }

    private static String home() {
        String home = System.getProperty("tocsin.home");
        if (home == null) {
            throw new IllegalStateException("start this with deploy/tocsin bench: -Dtocsin.home is missing");
        }
        return home;
    }

    private static ServiceProcess start(Path output, ProcessBuilder builder) throws IOException {
        Files.createDirectories(output.toAbsolutePath().getParent());
        builder.redirectErrorStream(true);
        builder.redirectOutput(output.toFile());
        return new ServiceProcess(builder.start(), output);
    }

    /**
     * Waits until a path answers 200.
     *
     * @return time from the start of the process
     * @throws IOException when the process ends or the time is over; carries the end of its output
     */
    public Duration awaitReady(URI uri, Duration limit) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).build();
        while (System.nanoTime() - startedAt < limit.toNanos()) {
            requireAlive();
            try {
                if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return Duration.ofNanos(System.nanoTime() - startedAt);
                }
            } catch (IOException notYet) {
                // Not listening yet: the limit decides how long to ask again.
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
        throw new IOException(uri + " was not ready within " + limit.toSeconds() + " s\n" + tail());
    }

    /** Fails with the end of the output when the process is gone. */
    public void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("process ended with " + process.exitValue() + "\n" + tail());
        }
    }

    /** Returns the resident set size in bytes, or -1 where the system does not tell. */
    public long residentBytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return -1;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        return -1;
    }

    /** Ends the process, by force when it does not end within 20 s. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String tail() throws IOException {
        List<String> lines = Files.readAllLines(output);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }
}
