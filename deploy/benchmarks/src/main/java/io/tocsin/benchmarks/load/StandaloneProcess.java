package io.tocsin.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A whole Tocsin in one JVM on free ports, as {@code tocsin run} starts it. Not thread-safe. */
public final class StandaloneProcess implements AutoCloseable {

    private final ServiceProcess process;
    private final int port;
    private final Path data;
    private final Duration readyAfter;

    /**
     * Starts it and waits until it is ready.
     *
     * @param folder folder for its data and its output
     * @param heap upper bound of the heap; empty for the script's own
     * @param settings further settings, each {@code name=value}
     */
    public StandaloneProcess(Path folder, String heap, List<String> settings) throws IOException, InterruptedException {
        this.port = FreePort.find();
        this.data = folder.resolve("data");
        List<String> arguments = new ArrayList<>(List.of("--data", data.toString()));
        List<String> all = new ArrayList<>(settings);
        all.add("http.port=" + port);
        all.add("http.compat-ports=");
        all.add("standalone.kafka-port=0");
        all.add("standalone.registry-port=0");
        for (String setting : all) {
            arguments.add("--set");
            arguments.add(setting);
        }
        process = ServiceProcess.launch(folder.resolve("standalone.log"), heap, "run", arguments);
        readyAfter = process.awaitReady(URI.create("http://127.0.0.1:" + port + "/readyz"), Duration.ofSeconds(90));
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    /** Returns the folder of its data. */
    public Path data() {
        return data;
    }

    /** Returns the time from the start of the JVM until it was ready. */
    public Duration readyAfter() {
        return readyAfter;
    }

    /** Returns its resident set size in bytes. */
    public long residentBytes() throws IOException {
        process.requireAlive();
        return process.residentBytes();
    }

    @Override
    public void close() {
        process.close();
    }
}
