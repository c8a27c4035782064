package io.tocsin.query.scatter;

import io.tocsin.schemas.PartitionRole;

/**
 * Who answered for a partition and how far its state had come. Immutable.
 *
 * @param partition partition
 * @param instance id of the instance
 * @param role what the instance is for the partition
 * @param lag records behind, for a standby; null for an active
 * @param streamTime stream time of the partition in epoch milliseconds; null before its first record
 * @param total rows that meet the filter in the partition; -1 when not counted
 * @param more whether rows remain behind the last one
 */
public record Served(
        int partition, String instance, PartitionRole role, Long lag, Long streamTime, long total, boolean more) {}
