package io.tocsin.processor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.Event;
import io.tocsin.schemas.PartitionInventory;
import io.tocsin.schemas.PartitionRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoProcessorsIT {

    private static final int PARTITIONS = 2;
    private static final int SOURCES = 20;

    @TempDir
    private Path directory;

    @Test
    void theStandbyAnswersWhileTheKilledInstancesPartitionsAreNobodys() throws Exception {
        try (TestCluster cluster = TestCluster.withRegistry(directory);
                ProcessorProcess one = process(cluster, "one");
                ProcessorProcess two = process(cluster, "two")) {
            Instances instances = new Instances(cluster, PARTITIONS);
            TestCluster.await(
                    "every partition is active on one and a standby on the other", () -> IntStream.range(0, PARTITIONS)
                            .allMatch(partition -> instances
                                            .holding(partition, List.of(PartitionRole.ACTIVE))
                                            .isPresent()
                                    && instances
                                            .holding(partition, List.of(PartitionRole.STANDBY))
                                            .isPresent()));
            Map<String, Long> position = new HashMap<>();
            cluster.send(events()).forEach(at -> position.merge("events/" + at.partition(), at.offset(), Math::max));
            for (int partition = 0; partition < PARTITIONS; partition++) {
                // A standby includes a position only when its own stores do, not when the changelog of another does.
                assertCounts(
                        instances
                                .holding(partition, List.of(PartitionRole.STANDBY))
                                .orElseThrow(),
                        partition,
                        position);
            }

            one.kill();

            for (int partition = 0; partition < PARTITIONS; partition++) {
                QueryCaller left = instances
                        .holding(partition, List.of(PartitionRole.ACTIVE, PartitionRole.STANDBY))
                        .orElseThrow(() -> new AssertionError("no instance answers"));
                assertCounts(left, partition, position);
            }
            TestCluster.await("the other instance takes over", () -> IntStream.range(0, PARTITIONS)
                    .allMatch(partition -> instances
                            .holding(partition, List.of(PartitionRole.ACTIVE))
                            .isPresent()));
            assertThat(two.isAlive()).isTrue();
        }
    }

    @Test
    void aCleanStopHandsThePartitionsOverWithoutWaitingForATimeout() throws Exception {
        try (TestCluster cluster = new TestCluster(directory)) {
            Map<String, String> settings = Map.of(
                    "topics.partitions", Integer.toString(PARTITIONS), ProcessorSettings.SESSION_TIMEOUT.name(), "5m");
            ProcessorRuntime one = cluster.startReady("one", settings);
            ProcessorRuntime two = cluster.startReady("two", settings);
            TestCluster.await(
                    "both fold a partition",
                    () -> one.register().active().size() == 1
                            && two.register().active().size() == 1);
            long start = System.nanoTime();

            cluster.stop(one);
            TestCluster.await(
                    "the other folds both", () -> two.register().active().size() == PARTITIONS);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
            assertThat(new Instances(cluster, PARTITIONS).addresses()).containsOnlyKeys(two.instance());
            List<PartitionInventory> left =
                    new QueryCaller(two.queryAddress(), PARTITIONS).inventory().getPartitions();
            assertThat(left).allSatisfy(each -> assertThat(each.getRole()).isEqualTo(PartitionRole.ACTIVE));
        }
    }

    private static void assertCounts(QueryCaller caller, int partition, Map<String, Long> position) throws Exception {
        for (int i = 0; i < SOURCES; i++) {
            if (caller.partitionOf("production", "source-" + i) == partition) {
                assertThat(caller.source("production", "source-" + i, position)
                                .orElseThrow()
                                .getStatus()
                                .getEventCount())
                        .isEqualTo(100);
            }
        }
    }

    private ProcessorProcess process(TestCluster cluster, String name) throws Exception {
        return ProcessorProcess.start(
                directory.resolve(name + ".log"),
                cluster.settings(
                        name,
                        Map.of(
                                "topics.partitions",
                                Integer.toString(PARTITIONS),
                                "http.port",
                                "0",
                                "http.compat-ports",
                                "",
                                ProcessorSettings.STANDBY_REPLICAS.name(),
                                "1",
                                ProcessorSettings.SESSION_TIMEOUT.name(),
                                "6s")));
    }

    private static List<Event> events() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < SOURCES * 100; i++) {
            events.add(Events.sample("event-" + i, "source-" + i % SOURCES, "cpu_usage", i % 50));
        }
        return events;
    }
}
