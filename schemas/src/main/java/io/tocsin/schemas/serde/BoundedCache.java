package io.tocsin.schemas.serde;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets the entry that was used longest ago. Thread-safe. */
final class BoundedCache<K, V> {

    private final Map<K, V> entries;

    /** Makes a cache of at most {@code capacity} entries. */
    BoundedCache(int capacity) {
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Returns the value, or null. */
    synchronized V get(K key) {
        return entries.get(key);
    }

    /** Keeps a value. */
    synchronized void put(K key, V value) {
        entries.put(key, value);
    }
}
