package io.tocsin.processor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.Event;
import io.tocsin.schemas.PartitionRole;
import io.tocsin.schemas.SourceView;
import io.tocsin.schemas.key.KeyPartitioner;
import io.tocsin.schemas.key.SourceKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessorIT {

    private static final int PARTITIONS = 2;
    private static final int SOURCES = 20;
    private static final int ROUNDS = 4;
    private static final int PER_ROUND = 5_000;

    @TempDir
    private Path directory;

    private ProcessorProcess processor;

    @AfterEach
    void endProcess() {
        processor.close();
    }

    /** Kills in the midst of the work, so that some die between the writing of live objects and the commit. */
    @Test
    void everyIdCountsOnceHoweverOftenTheProcessorIsKilled() throws Exception {
        try (TestCluster cluster = TestCluster.withRegistry(directory)) {
            Map<String, Long> position = new HashMap<>();
            start(cluster);
            for (int round = 0; round < ROUNDS; round++) {
                List<RecordMetadata> written = cluster.send(events(round));
                written.forEach(at -> position.merge("events/" + at.partition(), at.offset(), Math::max));
                long reached = written.get(written.size() / 3).offset();
                int partition = written.get(written.size() / 3).partition();
                TestCluster.await(
                        "the processor has committed a part of the round",
                        () -> cluster.committed(partition) >= reached);
                processor.kill();
                start(cluster);
            }
            // A client that got no answer sends the last round once more.
            cluster.send(events(ROUNDS - 1))
                    .forEach(at -> position.merge("events/" + at.partition(), at.offset(), Math::max));

            long counted = 0;
            long duplicates = 0;
            for (int i = 0; i < SOURCES; i++) {
                SourceView view = ask(cluster, "source-" + i, position);
                counted += view.getStatus().getEventCount();
                duplicates += view.getDuplicateCount();
            }
            assertThat(counted).isEqualTo(ROUNDS * PER_ROUND);
            assertThat(duplicates).isEqualTo(PER_ROUND);
            assertThat(processor.terminate()).isIn(0, 143);
        }
    }

    private static SourceView ask(TestCluster cluster, String source, Map<String, Long> position) throws Exception {
        Instances instances = new Instances(cluster, PARTITIONS);
        int partition = KeyPartitioner.partition(new SourceKey("default", "production", source).bytes(), PARTITIONS);
        TestCluster.await("an active instance answers for partition " + partition, () -> instances
                .holding(partition, List.of(PartitionRole.ACTIVE))
                .isPresent());
        Optional<SourceView> view = instances
                .holding(partition, List.of(PartitionRole.ACTIVE))
                .orElseThrow()
                .source("production", source, position);
        return view.orElseThrow();
    }

    private void start(TestCluster cluster) throws Exception {
        processor = ProcessorProcess.start(
                directory.resolve("processor.log"),
                cluster.settings(
                        "killed",
                        Map.of(
                                "topics.partitions",
                                Integer.toString(PARTITIONS),
                                "http.port",
                                "0",
                                "http.compat-ports",
                                "",
                                ProcessorSettings.SESSION_TIMEOUT.name(),
                                "6s")));
    }

    private static List<Event> events(int round) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < PER_ROUND; i++) {
            events.add(Events.sample("event-" + round + "-" + i, "source-" + i % SOURCES, "cpu_usage", i % 50));
        }
        return events;
    }
}
