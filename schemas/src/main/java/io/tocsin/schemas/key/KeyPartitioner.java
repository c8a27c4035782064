package io.tocsin.schemas.key;

import org.apache.kafka.common.utils.Utils;

/**
 * Maps a record key to its partition, equal to what Kafka's default partitioner does with the same bytes (a contract
 * test holds the two together). Stateless and thread-safe.
 */
public final class KeyPartitioner {

    private KeyPartitioner() {}

    /**
     * Returns the partition of a key.
     *
     * @param key serialised key, not empty
     * @param partitions number of partitions, at least 1
     */
    public static int partition(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }
}
