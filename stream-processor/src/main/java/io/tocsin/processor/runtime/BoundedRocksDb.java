package io.tocsin.processor.runtime;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;

/** Puts every store within the {@link RocksDbBounds} of the process. Streams makes one for each store. */
public final class BoundedRocksDb implements RocksDBConfigSetter {

    private static final int BLOCK_SIZE = 16 * 1024;
    private static final int BACKGROUND_JOBS = 2;
    private static final int OPEN_FILES = 256;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        if (!(configs.get(RocksDbBounds.CONFIG) instanceof RocksDbBounds bounds)) {
            throw new IllegalStateException("no " + RocksDbBounds.CONFIG + " for store " + storeName);
        }
        // Streams refuses a table configuration of our own: it wants to measure the cache of the one it made.
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(bounds.cache());
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        table.setBlockSize(BLOCK_SIZE);
        options.setTableFormatConfig(table);
        // Streams leaves filters out of the last level; a new source would then cost a read from disk.
        options.setOptimizeFiltersForHits(false);
        options.setWriteBufferManager(bounds.writeBuffers());
        options.setCompressionType(CompressionType.LZ4_COMPRESSION);
        options.setMaxBackgroundJobs(BACKGROUND_JOBS);
        options.setMaxOpenFiles(OPEN_FILES);
    }

    @Override
    public void close(String storeName, Options options) {
        // What was set belongs to the bounds and is closed with them.
    }
}
