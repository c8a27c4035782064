package io.tocsin.processor.topology.state;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The findings of a task's sources in order of the times at which they began, and their removal by number and age in small
 * steps. Not thread-safe.
 */
public final class FindingLog {

    private static final int REMOVED_PER_STEP = 500;
    private static final long UNKNOWN = -1;

    private final KeyValueStore<Bytes, byte[]> store;
    private final FindingRetention retention;
    private long size;
    private long oldestSince = UNKNOWN;

    /** Takes over the store of a task. */
    public FindingLog(KeyValueStore<Bytes, byte[]> store, FindingRetention retention) {
        this.store = store;
        this.retention = retention;
        try (KeyValueIterator<Bytes, byte[]> findings = store.all()) {
            while (findings.hasNext()) {
                size += Progress.isKey(findings.next().key.get()) ? 0 : 1;
            }
        }
    }

    /** Returns the number of findings. */
    public long size() {
        return size;
    }

    /** Puts a finding in the place of what it was before. */
    public void put(FindingKey key, byte[] finding) {
        Bytes bytes = key.bytes();
        size += store.get(bytes) == null ? 1 : 0;
        store.put(bytes, finding);
        oldestSince = oldestSince == UNKNOWN ? UNKNOWN : Math.min(oldestSince, key.since());
    }

    /** Removes some of the findings that are too old or too many. */
    public void expire(long streamTime) {
        long cutoff = streamTime - retention.ageMs();
        long surplus = size - retention.perPartition();
        if (surplus <= 0 && (size == 0 || oldestSince != UNKNOWN && oldestSince > cutoff)) {
            return;
        }
        List<Bytes> gone = new ArrayList<>();
        oldestSince = UNKNOWN;
        try (KeyValueIterator<Bytes, byte[]> oldestFirst = store.reverseAll()) {
            while (oldestFirst.hasNext()) {
                KeyValue<Bytes, byte[]> entry = oldestFirst.next();
                if (Progress.isKey(entry.key.get())) {
                    break;
                }
                FindingKey key = FindingKey.parse(new String(entry.key.get(), StandardCharsets.UTF_8));
                if (gone.size() >= REMOVED_PER_STEP || key.since() > cutoff && gone.size() >= surplus) {
                    oldestSince = key.since();
                    break;
                }
                gone.add(entry.key);
            }
        }
        gone.forEach(key -> store.put(key, null));
        size -= gone.size();
    }
}
