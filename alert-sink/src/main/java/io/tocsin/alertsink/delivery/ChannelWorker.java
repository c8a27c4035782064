package io.tocsin.alertsink.delivery;

import io.tocsin.alertsink.ledger.KafkaLedger;
import io.tocsin.alertsink.ledger.LedgerFollower;
import io.tocsin.schemas.catalogue.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what the outbox holds for one channel, on a thread and in a consumer group of its own, so that no channel
 * waits for another: when its receiver is down, its part of the outbox simply stays on Kafka. After a failure of its
 * consumer it begins again with a new one.
 */
public final class ChannelWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelWorker.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final DeliveryLane lane;
    private final OutboxReader reader;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Topics topics;
    private final KafkaLedger ledger;
    private final LedgerFollower follower;
    private final WorkerParameters parameters;
    private final ExecutorService executor;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean running;

    /**
     * Makes a worker.
     *
     * @param consumers makes consumers in the group of the channel
     * @param executor runs the tries; closed with the worker
     */
    ChannelWorker(
            DeliveryLane lane,
            OutboxReader reader,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Topics topics,
            KafkaLedger ledger,
            LedgerFollower follower,
            WorkerParameters parameters,
            ExecutorService executor,
            InstantSource clock) {
        this.lane = lane;
        this.reader = reader;
        this.consumers = consumers;
        this.topics = topics;
        this.ledger = ledger;
        this.follower = follower;
        this.parameters = parameters;
        this.executor = executor;
        this.clock = clock;
        thread = new Thread(this::run, "tocsin-deliver-" + lane.channel());
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** Returns the name of the channel. */
    public String channel() {
        return lane.channel();
    }

    /** Returns whether it takes part in its group and serves what the group gave it. */
    public boolean isRunning() {
        return running;
    }

    /** Returns the number of deliveries on their way. */
    public int open() {
        return lane.open();
    }

    /** Returns the number of tries under way. */
    public int inFlight() {
        return lane.inFlight();
    }

    /** Begins to stop, and does not wait for it. */
    public void stop() {
        closing.countDown();
    }

    /** Finishes the tries under way within the time to drain, commits, and leaves the group. */
    @Override
    public void close() {
        stop();
        try {
            thread.join(parameters.drainTimeout().plusSeconds(10).toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        executor.shutdownNow();
    }

    private void run() {
        while (closing.getCount() > 0) {
            Consumer<byte[], byte[]> consumer = null;
            try {
                consumer = consumers.get();
                serve(consumer);
            } catch (FencedInstanceIdException twin) {
                LOG.error(
                        "Channel {}: another sink runs under this one's instance id; each needs a data directory of its own",
                        lane.channel(),
                        twin);
                pause();
            } catch (KafkaException failed) {
                LOG.warn("Channel {}: deliveries cannot be read and are tried again", lane.channel(), failed);
                pause();
            } catch (RuntimeException unexpected) {
                LOG.error("Channel {}: the worker failed and begins again", lane.channel(), unexpected);
                pause();
            } finally {
                running = false;
                close(consumer);
            }
        }
        lane.close();
    }

    private void serve(Consumer<byte[], byte[]> consumer) {
        try (OutboxSession session =
                new OutboxSession(consumer, topics, lane, reader, ledger, follower, parameters, clock)) {
            while (closing.getCount() > 0) {
                session.step();
                // Who was ready once stays so while partitions come and go.
                running |= session.isSettled();
            }
        }
    }

    private void close(Consumer<byte[], byte[]> consumer) {
        if (consumer == null) {
            return;
        }
        try {
            CloseOptions options = CloseOptions.timeout(Duration.ofSeconds(5));
            consumer.close(
                    closing.getCount() > 0
                            ? options
                            : options.withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        } catch (KafkaException failed) {
            LOG.warn("Channel {}: closing its consumer failed: {}", lane.channel(), failed.toString());
        }
    }

    private void pause() {
        try {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
