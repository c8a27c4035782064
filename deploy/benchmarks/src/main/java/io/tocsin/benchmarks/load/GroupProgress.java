package io.tocsin.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows a consumer group by its committed offsets: what counts as done is what was committed, with exactly-once on
 * what its readers can see. The start of the run (class loading, assignment, compilation) is left out: time runs from
 * the first poll that sees a fifth of the records done. Not thread-safe.
 */
public final class GroupProgress {

    private static final double WARM_UP_SHARE = 0.2;

    private final Admin admin;
    private final String group;
    private final String topic;

    /**
     * Follows a group.
     *
     * @param admin client, not closed here
     * @param group consumer group, for a Streams program its application id
     * @param topic topic whose offsets count
     */
    public GroupProgress(Admin admin, String group, String topic) {
        this.admin = admin;
        this.group = group;
        this.topic = topic;
    }

    /**
     * Waits until the group has done all records.
     *
     * @param total number of records in the topic
     * @param limit longest wait
     * @param process process that does the work, asked whether it lives
     * @return records per second after the warm-up
     */
    public double awaitAll(long total, Duration limit, ServiceProcess process)
            throws IOException, InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + limit.toNanos();
        long firstDone = -1;
        long firstAt = 0;
        while (System.nanoTime() < deadline) {
            long done = committed();
            long now = System.nanoTime();
            if (firstDone < 0 && done >= total * WARM_UP_SHARE && done < total) {
                firstDone = done;
                firstAt = now;
            }
            if (done >= total) {
                if (firstDone < 0) {
                    throw new IOException("all " + total + " records were done between two polls: too few to measure");
                }
                return (done - firstDone) / ((now - firstAt) / 1e9);
            }
            process.requireAlive();
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IOException(group + " did " + committed() + " of " + total + " within " + limit.toSeconds() + " s");
    }

    private long committed() throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        long sum = 0;
        for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : offsets.entrySet()) {
            if (entry.getKey().topic().equals(topic) && entry.getValue() != null) {
                sum += entry.getValue().offset();
            }
        }
        return sum;
    }
}
