package io.tocsin.processor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.Event;
import io.tocsin.schemas.Inventory;
import io.tocsin.schemas.PartitionRole;
import io.tocsin.schemas.SourceView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorFlowIT {

    @TempDir
    private Path directory;

    @Test
    void whatWasWrittenCanBeAskedFor() throws Exception {
        try (TestCluster cluster = new TestCluster(directory)) {
            ProcessorRuntime processor = cluster.startReady("one", Map.of());
            QueryCaller caller = new QueryCaller(processor.queryAddress(), 4);
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                events.add(Events.sample("event-" + i, "source-" + i % 10, "cpu_usage", i % 50));
            }

            List<RecordMetadata> written = cluster.send(events);

            Map<String, Long> position = new HashMap<>();
            written.forEach(at -> position.merge("events/" + at.partition(), at.offset(), Math::max));
            for (int i = 0; i < 10; i++) {
                SourceView view =
                        caller.source("production", "source-" + i, position).orElseThrow();
                assertThat(view.getStatus().getEventCount()).isEqualTo(100);
            }
            Inventory inventory = caller.inventory();
            assertThat(inventory.getPartitions())
                    .filteredOn(each -> each.getStore().equals("sources"))
                    .hasSize(4)
                    .allSatisfy(each -> {
                        assertThat(each.getRole()).isEqualTo(PartitionRole.ACTIVE);
                        assertThat(each.getQueryable()).isTrue();
                    });
        }
    }
}
