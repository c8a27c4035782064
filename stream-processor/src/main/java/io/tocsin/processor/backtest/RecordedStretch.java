package io.tocsin.processor.backtest;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * A stretch of one partition of several topics, record by record in the order of their append times; at the same
 * millisecond in the order in which the topics were given. Bounded by the offsets that the topics had when it was opened, so
 * that it ends however fast records come. Not thread-safe.
 */
final class RecordedStretch {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int BUFFERED = 5_000;

    private final Consumer<byte[], byte[]> consumer;
    private final long until;
    private final List<TopicPartition> order = new ArrayList<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> buffers = new HashMap<>();
    private long total;

    /**
     * Opens a stretch.
     *
     * @param consumer is assigned to the partition; reads committed records only
     * @param topics full names
     * @param from first append time, epoch milliseconds
     * @param until append time from which on records do not belong to it
     */
    RecordedStretch(Consumer<byte[], byte[]> consumer, List<String> topics, int partition, long from, long until) {
        this.consumer = consumer;
        this.until = until;
        topics.forEach(topic -> order.add(new TopicPartition(topic, partition)));
        consumer.assign(order);
        Map<TopicPartition, Long> latest = consumer.endOffsets(order);
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(all(from));
        Map<TopicPartition, OffsetAndTimestamp> stops = consumer.offsetsForTimes(all(until));
        for (TopicPartition topic : order) {
            OffsetAndTimestamp stop = stops.get(topic);
            long end = stop == null ? latest.get(topic) : Math.min(stop.offset(), latest.get(topic));
            OffsetAndTimestamp start = starts.get(topic);
            long begin = start == null ? end : Math.min(end, start.offset());
            ends.put(topic, end);
            total += end - begin;
            consumer.seek(topic, begin);
            buffers.put(topic, new ArrayDeque<>());
        }
    }

    /** Returns the number of offsets in the stretch; markers of transactions count. */
    long total() {
        return total;
    }

    /** Returns the next record, or null at the end. */
    ConsumerRecord<byte[], byte[]> next() {
        while (true) {
            TopicPartition first = null;
            boolean waits = false;
            for (TopicPartition topic : order) {
                ConsumerRecord<byte[], byte[]> head = buffers.get(topic).peek();
                if (head == null) {
                    waits |= consumer.position(topic) < ends.get(topic);
                } else if (first == null
                        || head.timestamp() < buffers.get(first).peek().timestamp()) {
                    first = topic;
                }
            }
            if (!waits) {
                return first == null ? null : buffers.get(first).poll();
            }
            fill();
        }
    }

    private void fill() {
        List<TopicPartition> full = new ArrayList<>();
        List<TopicPartition> hungry = new ArrayList<>();
        for (TopicPartition topic : order) {
            boolean done = consumer.position(topic) >= ends.get(topic);
            (done || buffers.get(topic).size() >= BUFFERED ? full : hungry).add(topic);
        }
        consumer.pause(full);
        consumer.resume(hungry);
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            TopicPartition topic = new TopicPartition(record.topic(), record.partition());
            if (record.offset() < ends.get(topic) && record.timestamp() < until) {
                buffers.get(topic).add(record);
            }
        }
    }

    private Map<TopicPartition, Long> all(long time) {
        Map<TopicPartition, Long> times = new HashMap<>();
        order.forEach(topic -> times.put(topic, time));
        return times;
    }
}
