package io.tocsin.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.topology.state.Progress;
import io.tocsin.schemas.HealthStatus;
import io.tocsin.schemas.ScopeHealth;
import io.tocsin.schemas.SourceStatus;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.key.SourceKey;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourceFlowTest {

    private final ProcessorRig rig = new ProcessorRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void anEventMakesItsSourceKnown() {
        rig.metric("orders", "cpu_usage", 12.5);

        assertThat(rig.read(rig.topics.sourceStatus, SourceStatus.class)).anySatisfy(status -> {
            assertThat(status.getSource()).isEqualTo("orders");
            assertThat(status.getStatus()).isEqualTo(HealthStatus.NORMAL);
        });
        byte[] key = new SourceKey("default", "production", "orders").bytes();
        assertThat(rig.store(Stores.SOURCE_HEADS).get(Bytes.wrap(key))).isNotNull();
    }

    @Test
    void everyQueryableStoreSaysHowFarItIs() {
        rig.metric("orders", "cpu_usage", 12.5).metric("orders", "cpu_usage", 13);

        for (String store : new String[] {
            Stores.SOURCE_HEADS,
            Stores.SOURCE_BUCKETS,
            Stores.SOURCE_MODELS,
            Stores.FINDINGS,
            Stores.LOG_TEMPLATES,
            Stores.LOG_LINES,
            Stores.ALERTS,
            Stores.EVALUATIONS,
            Stores.EVALUATIONS_BY_TIME,
            Stores.TASK_PROGRESS
        }) {
            Progress progress = Progress.decode(rig.store(store).get(Progress.KEY));
            assertThat(progress.offsets()).as(store).isEqualTo(Map.of("events", 1L));
            assertThat(progress.streamTime()).isEqualTo(rig.now());
        }
    }

    @Test
    void theHealthOfAnEnvironmentFollowsItsSources() {
        rig.metric("orders", "cpu_usage", 12.5).metric("billing", "cpu_usage", 12.5);
        rig.tickFor(Duration.ofSeconds(2));

        assertThat(rig.read(rig.topics.environmentHealth, ScopeHealth.class))
                .filteredOn(health -> health.getEnvironment().equals("production"))
                .last()
                .satisfies(health -> assertThat(health.getPartitions()).containsExactly(0));
    }
}
