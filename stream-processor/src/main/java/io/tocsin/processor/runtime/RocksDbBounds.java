package io.tocsin.processor.runtime;

import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Native memory that all RocksDB stores of a process share: one block cache, and write buffers that are charged to it.
 * Without it each of some forty stores takes 50 MB of cache and 48 MB of buffers of its own. Thread-safe; close it after
 * the last store.
 */
public final class RocksDbBounds implements AutoCloseable {

    /** Key under which Streams' configuration carries the bounds to each store. */
    public static final String CONFIG = "tocsin.rocksdb.bounds";

    private static final double WRITE_BUFFER_SHARE = 0.5;
    private static final int SHARD_BITS = 4;
    private static final double INDEX_SHARE = 0.2;

    private final LRUCache cache;
    private final WriteBufferManager writeBuffers;

    static {
        RocksDB.loadLibrary();
    }

    /**
     * Sets the bounds.
     *
     * @param bytes block cache, indexes, filters and write buffers of all stores together, in bytes, at least 16 MiB
     */
    public RocksDbBounds(long bytes) {
        cache = new LRUCache(bytes, SHARD_BITS, false, INDEX_SHARE);
        writeBuffers = new WriteBufferManager((long) (bytes * WRITE_BUFFER_SHARE), cache);
    }

    LRUCache cache() {
        return cache;
    }

    WriteBufferManager writeBuffers() {
        return writeBuffers;
    }

    /** Returns the bytes that the cache holds now, write buffers included. */
    public long usedBytes() {
        return cache.getUsage();
    }

    @Override
    public void close() {
        writeBuffers.close();
        cache.close();
    }
}
