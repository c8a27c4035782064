package io.tocsin.processor.topology.state;

import io.tocsin.processor.core.dedup.EventIdWindow;
import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The window of counted ids of a task and its store: at each commit the ids that were added since the last one are
 * written as one packed part, not record by record. Not thread-safe.
 */
public final class RememberedIds {

    private final KeyValueStore<Bytes, byte[]> store;
    private final EventIdWindow window;
    private final EventIdWindow.Changes changes = new EventIdWindow.Changes() {
        @Override
        public void put(long segment, int part, byte[] packed) {
            store.put(key(segment, part), packed);
        }

        @Override
        public void remove(long segment, int part) {
            store.put(key(segment, part), null);
        }
    };

    /** Takes over the store of a task and what it remembers. */
    public RememberedIds(KeyValueStore<Bytes, byte[]> store, EventIdWindow empty) {
        this.store = store;
        this.window = empty;
        try (KeyValueIterator<Bytes, byte[]> parts = store.all()) {
            while (parts.hasNext()) {
                KeyValue<Bytes, byte[]> part = parts.next();
                ByteBuffer key = ByteBuffer.wrap(part.key.get());
                window.restore(key.getLong(), key.getInt(), part.value);
            }
        }
    }

    /** Returns whether an id was counted within the window. */
    public boolean contains(long hash, long streamTime) {
        window.expire(streamTime);
        return window.contains(hash);
    }

    /** Remembers an id that has been counted. */
    public void add(long hash, long streamTime) {
        window.add(hash, streamTime);
    }

    /** Writes what changed since the last call. */
    public void write() {
        window.drain(changes);
    }

    private static Bytes key(long segment, int part) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(segment)
                .putInt(part)
                .array());
    }
}
