package io.tocsin.processor.topology.state;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The steps in the lives of a task's alerts, in the order of time and by alert, and their removal by number and age in
 * small steps. Not thread-safe.
 */
public final class AlertHistory {

    private static final int REMOVED_PER_STEP = 500;
    private static final long UNKNOWN = -1;
    private static final byte[] SEE_TIME = {1};
    private static final Bytes FIRST = Bytes.wrap(AlertHistoryKey.BY_TIME.getBytes(StandardCharsets.UTF_8));

    private final KeyValueStore<Bytes, byte[]> store;
    private final AlertRetention retention;
    private long size;
    private long oldestAt = UNKNOWN;

    /** Takes over the store of a task. */
    public AlertHistory(KeyValueStore<Bytes, byte[]> store, AlertRetention retention) {
        this.store = store;
        this.retention = retention;
        try (KeyValueIterator<Bytes, byte[]> steps = store.range(FIRST, AlertHistoryKey.BEHIND_TIMES)) {
            for (; steps.hasNext(); steps.next()) {
                size++;
            }
        }
    }

    /** Returns the number of steps. */
    public long size() {
        return size;
    }

    /** Adds a step; one that is there already, as after a replay, takes the place of itself. */
    public void append(AlertHistoryKey key, byte[] entry) {
        Bytes byTime = key.byTime();
        size += store.get(byTime) == null ? 1 : 0;
        store.put(byTime, entry);
        store.put(key.byAlert(), SEE_TIME);
        oldestAt = oldestAt == UNKNOWN ? UNKNOWN : Math.min(oldestAt, key.at());
    }

    /** Removes some of the steps that are too old or too many. */
    public void expire(long streamTime) {
        long cutoff = streamTime - retention.historyMs();
        long surplus = size - retention.historyPerPartition();
        if (surplus <= 0 && (size == 0 || oldestAt != UNKNOWN && oldestAt > cutoff)) {
            return;
        }
        List<AlertHistoryKey> gone = new ArrayList<>();
        oldestAt = UNKNOWN;
        try (KeyValueIterator<Bytes, byte[]> oldestFirst = store.reverseRange(FIRST, AlertHistoryKey.BEHIND_TIMES)) {
            while (oldestFirst.hasNext()) {
                KeyValue<Bytes, byte[]> entry = oldestFirst.next();
                AlertHistoryKey key = AlertHistoryKey.parse(entry.key.get());
                if (gone.size() >= REMOVED_PER_STEP || key.at() > cutoff && gone.size() >= surplus) {
                    oldestAt = key.at();
                    break;
                }
                gone.add(key);
            }
        }
        for (AlertHistoryKey key : gone) {
            store.put(key.byTime(), null);
            store.put(key.byAlert(), null);
        }
        size -= gone.size();
    }
}
