package io.tocsin.processor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.Event;
import io.tocsin.schemas.LogLevel;
import io.tocsin.schemas.LogRecord;
import io.tocsin.schemas.key.SourceKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutageIT {

    private static final int PARTITIONS = 2;

    @TempDir
    private Path directory;

    @Test
    void kafkaMayBeAwayForHalfAMinute() throws Exception {
        try (TestCluster cluster = new TestCluster(directory)) {
            ProcessorRuntime processor = cluster.startReady("one", settings());
            Map<String, Long> position = new HashMap<>();
            send(cluster, 0, position);
            assertThat(count(processor, position)).isEqualTo(1_000);

            cluster.kafka().stop();
            long back = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (System.nanoTime() < back) {
                assertThat(count(processor, Map.of())).as("queries go on").isEqualTo(1_000);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            }
            cluster.kafka().start();
            send(cluster, 1, position);

            TestCluster.await("the processor is ready again", processor::isReady);
            TestCluster.await("all is counted", () -> countOrNothing(processor) == 2_000);
        }
    }

    @Test
    void aRegistryThatIsAwayKillsNoRecord() throws Exception {
        try (TestCluster cluster = TestCluster.withRegistry(directory)) {
            // A log line is the first of its schema: the processor must ask for it, and there is nobody to ask.
            LogRecord line = new LogRecord(
                    "line-1",
                    "default",
                    "production",
                    "orders",
                    0L,
                    0L,
                    LogLevel.INFO,
                    "started",
                    null,
                    null,
                    Map.of(),
                    Map.of());
            byte[] value = cluster.serialize(cluster.topics.logs, line);
            byte[] key = new SourceKey("default", "production", "orders").bytes();
            ProcessorRuntime processor = cluster.startReady("one", settings());
            cluster.stopRegistry();
            RecordMetadata written = cluster.send(cluster.topics.logs, key, value);
            long back = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            while (System.nanoTime() < back) {
                assertThat(cluster.read(cluster.topics.deadLetters)).isEmpty();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }

            cluster.startRegistry();

            assertThat(new QueryCaller(processor.queryAddress(), PARTITIONS)
                            .source("production", "orders", Map.of("logs/" + written.partition(), written.offset()))
                            .orElseThrow()
                            .getStatus()
                            .getLogCount())
                    .isEqualTo(1);
            assertThat(cluster.read(cluster.topics.deadLetters)).isEmpty();
        }
    }

    private static Map<String, String> settings() {
        return Map.of("topics.partitions", Integer.toString(PARTITIONS));
    }

    private static void send(TestCluster cluster, int round, Map<String, Long> position) throws Exception {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            events.add(Events.sample("event-" + round + "-" + i, "orders", "cpu_usage", 10));
        }
        cluster.send(events).forEach(at -> position.merge("events/" + at.partition(), at.offset(), Math::max));
    }

    private static long count(ProcessorRuntime processor, Map<String, Long> position) throws Exception {
        return new QueryCaller(processor.queryAddress(), PARTITIONS)
                .source("production", "orders", position)
                .orElseThrow()
                .getStatus()
                .getEventCount();
    }

    /** Returns the count, or -1 while the partition is restoring or moving. */
    private static long countOrNothing(ProcessorRuntime processor) {
        try {
            return count(processor, Map.of());
        } catch (AssertionError restoring) {
            return -1;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
