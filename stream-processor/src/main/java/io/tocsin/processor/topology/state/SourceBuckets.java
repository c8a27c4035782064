package io.tocsin.processor.topology.state;

import io.tocsin.processor.core.stats.BucketLevel;
import io.tocsin.processor.core.stats.BucketStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The closed buckets of one source in the store of all sources' buckets. Key: SourceKey, 0xFF, level (1 byte), slot (2
 * bytes); 0xFF occurs in no UTF-8 text, so no source's keys lie among another's. Writes are collected and reach the store
 * with {@link #flush()}, many in one call: one by one, they were most of what a million sources cost. Not thread-safe.
 */
public final class SourceBuckets implements BucketStore {

    private static final byte SEPARATOR = (byte) 0xFF;
    private static final BytesSerializer SERIALIZER = new BytesSerializer();

    private final ReadOnlyKeyValueStore<Bytes, byte[]> readable;
    private final KeyValueStore<Bytes, byte[]> writable;
    private final List<KeyValue<Bytes, byte[]>> pending = new ArrayList<>();
    private int firstOfSource;
    private byte[] source;

    /** Makes one that writes too. */
    SourceBuckets(KeyValueStore<Bytes, byte[]> store) {
        readable = store;
        writable = store;
    }

    /** Makes one that reads the buckets of one source. */
    public SourceBuckets(ReadOnlyKeyValueStore<Bytes, byte[]> store, byte[] source) {
        this.readable = store;
        this.writable = null;
        this.source = source;
    }

    /** Turns to a source. What was written of another one since the last flush can be read by flushing only. */
    SourceBuckets of(byte[] key) {
        source = key;
        firstOfSource = pending.size();
        return this;
    }

    /** Returns the number of writes that have not reached the store. */
    int pendingCount() {
        return pending.size();
    }

    /** Lets the collected writes reach the store. */
    void flush() {
        if (!pending.isEmpty()) {
            writable.putAll(pending);
            pending.clear();
            firstOfSource = 0;
        }
    }

    @Override
    public byte[] read(BucketLevel level, int slot) {
        Bytes key = key(level, slot);
        for (int i = pending.size() - 1; i >= firstOfSource; i--) {
            if (pending.get(i).key.equals(key)) {
                return pending.get(i).value;
            }
        }
        return readable.get(key);
    }

    @Override
    public void readAll(BucketLevel level, Visitor visitor) {
        flush();
        byte[] prefix = ByteBuffer.allocate(source.length + 2)
                .put(source)
                .put(SEPARATOR)
                .put((byte) level.ordinal())
                .array();
        try (KeyValueIterator<Bytes, byte[]> buckets = readable.prefixScan(Bytes.wrap(prefix), SERIALIZER)) {
            while (buckets.hasNext()) {
                KeyValue<Bytes, byte[]> bucket = buckets.next();
                byte[] key = bucket.key.get();
                visitor.bucket(level, ByteBuffer.wrap(key).getShort(key.length - Short.BYTES), bucket.value);
            }
        }
    }

    @Override
    public void write(BucketLevel level, int slot, byte[] bucket) {
        pending.add(KeyValue.pair(key(level, slot), bucket));
    }

    private Bytes key(BucketLevel level, int slot) {
        return Bytes.wrap(ByteBuffer.allocate(source.length + 2 + Short.BYTES)
                .put(source)
                .put(SEPARATOR)
                .put((byte) level.ordinal())
                .putShort((short) slot)
                .array());
    }
}
