package io.tocsin.processor.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Takes the time that the broker gave a record. A record without a usable one, which an input topic that was set up
 * otherwise could hold, gets the time of the one before it: Streams would stop at it or drop it.
 */
final class AppendTimeExtractor implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.timestamp() >= 0 ? record.timestamp() : Math.max(0, partitionTime);
    }
}
