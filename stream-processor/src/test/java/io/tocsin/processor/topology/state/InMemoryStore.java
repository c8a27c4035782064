package io.tocsin.processor.topology.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** A store on a sorted map that counts its writes. */
public final class InMemoryStore implements KeyValueStore<Bytes, byte[]> {

    final NavigableMap<Bytes, byte[]> content = new TreeMap<>();
    int writes;

    @Override
    public void put(Bytes key, byte[] value) {
        writes++;
        if (value == null) {
            content.remove(key);
        } else {
            content.put(key, value);
        }
    }

    @Override
    public byte[] putIfAbsent(Bytes key, byte[] value) {
        byte[] before = content.get(key);
        if (before == null) {
            put(key, value);
        }
        return before;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte[] delete(Bytes key) {
        byte[] before = content.get(key);
        put(key, null);
        return before;
    }

    @Override
    public byte[] get(Bytes key) {
        return content.get(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return new Entries(between(from, to));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseRange(Bytes from, Bytes to) {
        return new Entries(between(from, to).descendingMap());
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return range(null, null);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseAll() {
        return reverseRange(null, null);
    }

    @Override
    public <P extends Serializer<K>, K> KeyValueIterator<Bytes, byte[]> prefixScan(K prefix, P serializer) {
        byte[] bytes = serializer.serialize(null, prefix);
        NavigableMap<Bytes, byte[]> found = new TreeMap<>();
        content.tailMap(Bytes.wrap(bytes), true).forEach((key, value) -> {
            byte[] start = Arrays.copyOf(key.get(), Math.min(bytes.length, key.get().length));
            if (Arrays.equals(start, bytes)) {
                found.put(key, value);
            }
        });
        return new Entries(found);
    }

    @Override
    public long approximateNumEntries() {
        return content.size();
    }

    @Override
    public String name() {
        return "in-memory";
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        // There is nothing to open.
    }

    @Override
    public void close() {
        // There is nothing to close.
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    private NavigableMap<Bytes, byte[]> between(Bytes from, Bytes to) {
        NavigableMap<Bytes, byte[]> part = new TreeMap<>(content);
        if (from != null) {
            part = part.tailMap(from, true);
        }
        return to == null ? part : part.headMap(to, true);
    }

    private static final class Entries implements KeyValueIterator<Bytes, byte[]> {

        private final Iterator<Map.Entry<Bytes, byte[]>> entries;
        private KeyValue<Bytes, byte[]> next;

        Entries(Map<Bytes, byte[]> content) {
            entries = new ArrayList<>(content.entrySet()).iterator();
        }

        @Override
        public boolean hasNext() {
            if (next == null && entries.hasNext()) {
                Map.Entry<Bytes, byte[]> entry = entries.next();
                next = KeyValue.pair(entry.getKey(), entry.getValue());
            }
            return next != null;
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            KeyValue<Bytes, byte[]> taken = next;
            next = null;
            return taken;
        }

        @Override
        public Bytes peekNextKey() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return next.key;
        }

        @Override
        public void close() {
            next = null;
        }
    }
}
