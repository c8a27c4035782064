package io.tocsin.processor.topology.state;

import io.tocsin.schemas.Incident;
import io.tocsin.schemas.IncidentState;
import io.tocsin.schemas.serde.SingleObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The incidents of a task of the scope sub-topology, in order of their opening, and their removal by number and age in
 * small steps. One that goes on stays, however old it is. Not thread-safe.
 */
public final class IncidentLog {

    private static final int LOOKED_AT_PER_STEP = 1_000;
    private static final long STEP_MS = 60_000;

    private final KeyValueStore<Bytes, byte[]> store;
    private final SingleObject<Incident> codec;
    private final IncidentRetention retention;
    private long size;
    private long expiredAt = Long.MIN_VALUE;

    /** Takes over the store of a task. */
    public IncidentLog(KeyValueStore<Bytes, byte[]> store, SingleObject<Incident> codec, IncidentRetention retention) {
        this.store = store;
        this.codec = codec;
        this.retention = retention;
        try (KeyValueIterator<Bytes, byte[]> incidents = store.all()) {
            while (incidents.hasNext()) {
                size += Progress.isKey(incidents.next().key.get()) ? 0 : 1;
            }
        }
    }

    /** Returns an incident as it was put last, or null. */
    public Incident find(String id) {
        IncidentKey key = IncidentKey.of(id);
        byte[] stored = key == null ? null : store.get(key.bytes());
        return stored == null ? null : codec.decode(stored);
    }

    /** Puts an incident in the place of what it was before. */
    public void put(String id, byte[] stored) {
        Bytes key = IncidentKey.of(id).bytes();
        size += store.get(key) == null ? 1 : 0;
        store.put(key, stored);
    }

    /**
     * Removes some of the incidents that are too old or too many.
     *
     * @param removed hears of the ids
     */
    public void expire(long streamTime, Consumer<String> removed) {
        if (expiredAt != Long.MIN_VALUE && streamTime - expiredAt < STEP_MS) {
            return;
        }
        expiredAt = streamTime;
        long cutoff = streamTime - retention.ageMs();
        List<IncidentKey> gone = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> oldestFirst = store.reverseAll()) {
            for (int left = LOOKED_AT_PER_STEP; left > 0 && oldestFirst.hasNext(); left--) {
                KeyValue<Bytes, byte[]> entry = oldestFirst.next();
                if (Progress.isKey(entry.key.get())) {
                    break;
                }
                IncidentKey key = IncidentKey.parse(new String(entry.key.get(), StandardCharsets.UTF_8));
                if (key.openedAt() > cutoff && size - gone.size() <= retention.perPartition()) {
                    break;
                }
                IncidentState state = codec.decode(entry.value).getState();
                if (state == IncidentState.RESOLVED || state == IncidentState.MERGED) {
                    gone.add(key);
                }
            }
        }
        for (IncidentKey key : gone) {
            store.put(key.bytes(), null);
            removed.accept(key.id());
        }
        size -= gone.size();
    }
}
