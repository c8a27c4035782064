package io.tocsin.processor.topology;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which partitions this process folds now. A task enters when it is ready to process and
 * leaves when it is closed. Thread-safe.
 */
public final class TaskRegister {

    private final ConcurrentMap<Integer, TaskStatus> known = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, TaskStatus> active = new ConcurrentHashMap<>();
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

    TaskStatus enter(int partition) {
        TaskStatus status = known.computeIfAbsent(partition, TaskStatus::new);
        active.put(partition, status);
        return status;
    }

    void leave(TaskStatus status) {
        active.remove(status.partition(), status);
    }

    void enterScopes(int partition) {
        activeScopes.add(partition);
    }

    void leaveScopes(int partition) {
        activeScopes.remove(partition);
    }
}
