package io.tocsin.benchmarks;

import io.tocsin.benchmarks.load.BenchCluster;
import io.tocsin.benchmarks.load.EventBodies;
import io.tocsin.benchmarks.load.EventPreload;
import io.tocsin.benchmarks.load.FreePort;
import io.tocsin.benchmarks.load.HttpLoad;
import io.tocsin.benchmarks.load.ServiceProcess;
import io.tocsin.schemas.catalogue.Topics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the gateway takes and acknowledges after Kafka did: single events and NDJSON batches, beside a bare producer of
 * the same kind of records. Gateway, broker and this load generator share the machine.
 */
final class GatewayBenchmark {

    private static final int SOURCES = 1_000;
    private static final int PREPARED_BODIES = 512;

    void run(Report report, Path folder, Scale scale) throws Exception {
        report.heading("gateway: acknowledged by Kafka (acks=all)");
        Topics topics = new Topics("bench-gateway");
        int port = FreePort.find();
        try (BenchCluster cluster = new BenchCluster(folder)) {
            cluster.create(topics);
            List<String> arguments = new ArrayList<>(cluster.arguments(topics, folder.resolve("gateway")));
            arguments.addAll(List.of("--set", "http.port=" + port));
            try (ServiceProcess gateway =
                    ServiceProcess.launch(folder.resolve("gateway.log"), "1g", "gateway", arguments)) {
                gateway.awaitReady(URI.create("http://127.0.0.1:" + port + "/readyz"), Duration.ofSeconds(60));
                measure(report, cluster, topics, new InetSocketAddress("127.0.0.1", port), scale);
            }
        }
    }

    private static void measure(
            Report report, BenchCluster cluster, Topics topics, InetSocketAddress gateway, Scale scale)
            throws IOException {
        Duration stretch = Duration.ofSeconds(scale.seconds());
        byte[][] single = bodies(1, "application/json");
        HttpLoad wide = new HttpLoad(gateway, 128);
        HttpLoad narrow = new HttpLoad(gateway, 16);
        wide.run(n -> single[(int) (n % single.length)], Duration.ofSeconds(Math.max(3, scale.seconds() / 3)), 0);

        HttpLoad.Result singles = check(wide.run(n -> single[(int) (n % single.length)], stretch, 0));
        report.put("events/s, one a request", singles.perSecond(), "gateway", "single_rps");
        double half = 6_000;
        HttpLoad.Result atHalf = check(wide.run(n -> single[(int) (n % single.length)], stretch, half));
        report.put("ms p99 at 6,000/s", atHalf.millis(99), "gateway", "single_p99_ms");
        for (int size : new int[] {100, 500}) {
            byte[][] batches = bodies(size, "application/x-ndjson");
            narrow.run(n -> batches[(int) (n % batches.length)], Duration.ofSeconds(3), 0);
            HttpLoad.Result result = check(narrow.run(n -> batches[(int) (n % batches.length)], stretch, 0));
            report.put("events/s", result.perSecond() * size, "gateway", "batch_" + size + "_eps");
            report.put("ms p99 a batch", result.millis(99), "gateway", "batch_" + size + "_p99_ms");
        }
        double producer =
                EventPreload.fill(cluster, topics.events.name(), scale.eventsPerTopologyRun() / 2, SOURCES, 3);
        report.put("events/s, bare producer", producer, "gateway", "producer_eps");
    }

    private static byte[][] bodies(int size, String contentType) {
        EventBodies events = new EventBodies(size, SOURCES);
        byte[][] requests = new byte[size == 1 ? PREPARED_BODIES * 8 : PREPARED_BODIES / 8][];
        for (int i = 0; i < requests.length; i++) {
            byte[] body = size == 1 ? events.next().getBytes(StandardCharsets.UTF_8) : events.batch(size);
            requests[i] = HttpLoad.post("/api/v1/events", contentType, body);
        }
        return requests;
    }

    static HttpLoad.Result check(HttpLoad.Result result) throws IOException {
        if (result.failures() > 0) {
            throw new IOException(result.failures() + " requests failed, the first: " + result.firstFailure());
        }
        return result;
    }
}
