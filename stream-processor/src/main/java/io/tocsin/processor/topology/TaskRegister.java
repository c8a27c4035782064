package io.tocsin.processor.topology;

import io.tocsin.processor.core.rule.RuleTallies;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Which partitions this process folds now. A task enters when it is ready to process and
 * leaves when it is closed. Thread-safe.
 */
public final class TaskRegister {

    private final ConcurrentMap<Integer, TaskStatus> known = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, TaskStatus> active = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, Map<String, ReadOnlyKeyValueStore<Bytes, byte[]>>> stores =
            new ConcurrentHashMap<>();
    private final Set<Integer> activeScopes = ConcurrentHashMap.newKeySet();

    /** Returns the active tasks by partition, a copy in order. */
    public Map<Integer, TaskStatus> active() {
        return new TreeMap<>(active);
    }

    /** Returns the partitions of the scope sub-topology that are folded here, a copy. */
    public Set<Integer> activeScopes() {
        return Set.copyOf(activeScopes);
    }

    /** Returns every task that this process ever had, for counters that must not fall. */
    public Collection<TaskStatus> known() {
        return known.values();
    }

    /**
     * Returns a store of an active task, or null when the task is not active here. Asking Streams for it takes a lock
     * that its threads need, at each read anew; this is the same store. Once the task has closed it, it says so.
     */
    public ReadOnlyKeyValueStore<Bytes, byte[]> store(String name, int partition) {
        Map<String, ReadOnlyKeyValueStore<Bytes, byte[]>> ofTask = stores.get(partition);
        return ofTask == null ? null : ofTask.get(name);
    }

    /** Returns the tallies of a partition, for a task that begins: no source is in its memory. */
    RuleTallies beginTallies(int partition) {
        RuleTallies tallies = known.computeIfAbsent(partition, TaskStatus::new).tallies();
        tallies.forgetSources();
        return tallies;
    }

    TaskStatus enter(int partition, Map<String, ReadOnlyKeyValueStore<Bytes, byte[]>> storesOfTask) {
        TaskStatus status = known.computeIfAbsent(partition, TaskStatus::new);
        stores.put(partition, Map.copyOf(storesOfTask));
        active.put(partition, status);
        return status;
    }

    void leave(TaskStatus status) {
        if (active.remove(status.partition(), status)) {
            stores.remove(status.partition());
        }
    }

    void enterScopes(int partition) {
        activeScopes.add(partition);
    }

    void leaveScopes(int partition) {
        activeScopes.remove(partition);
    }
}
