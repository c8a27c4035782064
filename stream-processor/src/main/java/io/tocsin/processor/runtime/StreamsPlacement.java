package io.tocsin.processor.runtime;

import io.tocsin.processor.iq.LocalStores;
import io.tocsin.processor.iq.Placement;
import io.tocsin.processor.topology.TaskRegister;
import io.tocsin.schemas.PartitionRole;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this instance has of the state, told by its own tasks: an instance's view of itself is right under every group
 * protocol, its view of others is not. A task that Streams calls active but that has not begun to process is still
 * restoring. Thread-safe.
 */
final class StreamsPlacement implements LocalStores, Supplier<Placement>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsPlacement.class);
    private static final Duration LAG_INTERVAL = Duration.ofSeconds(1);
    private static final Duration THREADS_AGE = Duration.ofMillis(200);

    private final KafkaStreams streams;
    private final TaskRegister register;
    private final int sources;
    private final int scopes;
    private final ScheduledExecutorService timer;
    private volatile Map<String, Map<Integer, Long>> lags = Map.of();
    private volatile Threads threads;

    StreamsPlacement(KafkaStreams streams, TaskRegister register, int sources, int scopes) {
        this.streams = streams;
        this.register = register;
        this.sources = sources;
        this.scopes = scopes;
        this.timer = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("lags"));
    }

    /** Returns the number of the sub-topology that a node is in. */
    static int subTopologyOf(Topology topology, String node) {
        for (TopologyDescription.Subtopology sub : topology.describe().subtopologies()) {
            if (sub.nodes().stream().anyMatch(each -> each.name().equals(node))) {
                return sub.id();
            }
        }
        throw new IllegalArgumentException("no node " + node);
    }

    void start() {
        timer.scheduleWithFixedDelay(this::readLags, 0, LAG_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public ReadOnlyKeyValueStore<Bytes, byte[]> store(String name, int partition) {
        ReadOnlyKeyValueStore<Bytes, byte[]> active = register.store(name, partition);
        if (active != null) {
            return active;
        }
        return streams.store(
                StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                        .withPartition(partition)
                        .enableStaleStores());
    }

    @Override
    public Placement get() {
        KafkaStreams.State state = streams.state();
        Map<Integer, PartitionRole> ofSources = new HashMap<>();
        Map<Integer, PartitionRole> ofScopes = new HashMap<>();
        if (state.isRunningOrRebalancing()) {
            Set<Integer> folded = register.active().keySet();
            Set<Integer> foldedScopes = register.activeScopes();
            for (ThreadMetadata thread : threads()) {
                for (TaskMetadata task : thread.standbyTasks()) {
                    put(task.taskId(), PartitionRole.STANDBY, ofSources, ofScopes);
                }
                for (TaskMetadata task : thread.activeTasks()) {
                    put(task.taskId(), PartitionRole.RESTORING, ofSources, ofScopes);
                }
            }
            folded.forEach(partition -> ofSources.put(partition, PartitionRole.ACTIVE));
            foldedScopes.forEach(partition -> ofScopes.put(partition, PartitionRole.ACTIVE));
        }
        return new Placement(state.name(), ofSources, ofScopes, lags);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /**
     * Returns which tasks the threads have, as it was a moment ago: asking takes a lock that the threads need. Which
     * tasks fold is known at once by the register; what changes later here is only whether a partition is a standby.
     */
    private Set<ThreadMetadata> threads() {
        Threads known = threads;
        long now = System.nanoTime();
        if (known == null || now - known.readAt > THREADS_AGE.toNanos()) {
            known = new Threads(streams.metadataForLocalThreads(), now);
            threads = known;
        }
        return known.metadata;
    }

    private record Threads(Set<ThreadMetadata> metadata, long readAt) {}

    private void put(
            TaskId task,
            PartitionRole role,
            Map<Integer, PartitionRole> ofSources,
            Map<Integer, PartitionRole> ofScopes) {
        if (task.subtopology() == sources) {
            ofSources.put(task.partition(), role);
        } else if (task.subtopology() == scopes) {
            ofScopes.put(task.partition(), role);
        }
    }

    private void readLags() {
        try {
            if (streams.state().isRunningOrRebalancing()) {
                Map<String, Map<Integer, Long>> read = new HashMap<>();
                streams.allLocalStorePartitionLags().forEach((store, partitions) -> {
                    Map<Integer, Long> byPartition = new HashMap<>();
                    partitions.forEach((partition, lag) -> byPartition.put(partition, lag.offsetLag()));
                    read.put(store, byPartition);
                });
                lags = read;
            }
        } catch (KafkaException | IllegalStateException e) {
            // No lag is known then, and a standby without a lag is not asked.
            lags = Map.of();
            LOG.debug("The lags of standbys are not known", e);
        }
    }
}
