package io.tocsin.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process is killed while events flow in. */
class CrashIT {

    private static final int SOURCES = 20;

    /** A multiple of the sources, so that every batch counts equally for each. */
    private static final int BATCH = 40;

    @TempDir
    private Path folder;

    /** A batch and whether its acknowledgement came. */
    private record Sent(int number, boolean acknowledged) {}

    @Test
    void everyAcknowledgedEventCountsOnceAndNoAlertIsLost() throws Exception {
        List<Sent> sent = new ArrayList<>();
        try (TocsinProcess tocsin = TocsinProcess.start(folder.resolve("data"), "--set", "agent.enabled=false")) {
            sent.addAll(sendUntilKilled(tocsin));
        }
        long acknowledged = sent.stream().filter(Sent::acknowledged).count();
        assertThat(acknowledged).isGreaterThan(20);

        try (TocsinProcess tocsin = TocsinProcess.start(folder.resolve("data"), "--set", "agent.enabled=false")) {
            // What got no answer is sent again, as a client does, and some of the rest for good measure.
            for (Sent batch : sent) {
                if (!batch.acknowledged() || batch.number() % 5 == 0) {
                    assertThat(send(tocsin, batch.number())).isEqualTo(202);
                }
            }
            long each = (long) sent.size() * BATCH / SOURCES;
            for (int source = 0; source < SOURCES; source++) {
                JsonNode view = tocsin.await(
                        "/api/v1/sources/crash-" + source,
                        answer -> answer.path("event_count").asLong() >= each);
                assertThat(view.path("event_count").asLong())
                        .as("crash-%s", source)
                        .isEqualTo(each);
                assertThat(view.path("metrics").path("n").path("count").asLong())
                        .isEqualTo(each);
            }
            tocsin.await(
                    "/api/v1/alerts?source=alarming",
                    answer -> answer.path("items").size() == 1);
        }
    }

    /** Sends batches from several threads, and kills the process in the midst of it, right after an alarming event. */
    private static List<Sent> sendUntilKilled(TocsinProcess tocsin) throws Exception {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger acknowledged = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<List<Sent>>> results = new ArrayList<>();
            for (int thread = 0; thread < 3; thread++) {
                results.add(threads.submit(() -> {
                    List<Sent> batches = new ArrayList<>();
                    boolean alive = true;
                    while (alive) {
                        int number = next.getAndIncrement();
                        alive = send(tocsin, number) == 202;
                        batches.add(new Sent(number, alive));
                        acknowledged.addAndGet(alive ? 1 : 0);
                    }
                    return batches;
                }));
            }
            long deadline = System.nanoTime() + TocsinProcess.PATIENCE.toNanos();
            while (acknowledged.get() < 200 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
            assertThat(tocsin.post(
                                    "/api/v1/events",
                                    "application/json",
                                    "{\"source\":\"alarming\",\"event_type\":\"call\",\"data\":{\"response_time\":20000}}")
                            .status())
                    .isEqualTo(202);
            tocsin.kill();
            List<Sent> all = new ArrayList<>();
            for (Future<List<Sent>> result : results) {
                all.addAll(result.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    private static int send(TocsinProcess tocsin, int batch) {
        String events = IntStream.range(0, BATCH)
                .mapToObj(i -> "{\"id\":\"" + batch + "-" + i + "\",\"source\":\"crash-" + (batch * BATCH + i) % SOURCES
                        + "\",\"event_type\":\"load\",\"data\":{\"n\":" + i + "}}")
                .collect(Collectors.joining("\n"));
        return tocsin.post("/api/v1/events", "application/x-ndjson", events).status();
    }
}
