package io.tocsin.alertsink.delivery;

import io.tocsin.alertsink.channel.Channel;
import io.tocsin.alertsink.ledger.KafkaLedger;
import io.tocsin.alertsink.ledger.LedgerFollower;
import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.catalogue.Topics;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;

/** All channels at work, each with a lane and a worker of its own. Thread-safe. */
public final class DeliveryService implements AutoCloseable {

    private final List<ChannelWorker> workers;

    /**
     * What the workers of all channels share. Immutable.
     *
     * @param consumers makes a consumer in the group of a channel
     * @param metrics gives the metrics of a channel
     */
    public record Shared(
            Topics topics,
            KafkaLedger ledger,
            LedgerFollower follower,
            Function<String, Consumer<byte[], byte[]>> consumers,
            Deserializer<Delivery> deserializer,
            LaneParameters lane,
            RetryPolicy retries,
            WorkerParameters worker,
            InstantSource clock,
            Function<String, LaneMetrics> metrics) {}

    /** Makes the workers; nothing runs yet. */
    public DeliveryService(List<Channel> channels, Shared shared) {
        Set<String> names = channels.stream().map(Channel::name).collect(Collectors.toUnmodifiableSet());
        workers = channels.stream()
                .map(channel -> worker(channel, names, channel == channels.get(0), shared))
                .toList();
    }

    /** Returns the workers in the order of their channels. */
    public List<ChannelWorker> workers() {
        return workers;
    }

    /** Begins. */
    public void start() {
        workers.forEach(ChannelWorker::start);
    }

    /** Stops all channels side by side, see {@link ChannelWorker#close}. */
    @Override
    public void close() {
        workers.forEach(ChannelWorker::stop);
        workers.forEach(ChannelWorker::close);
    }

    private static ChannelWorker worker(Channel channel, Set<String> names, boolean first, Shared shared) {
        ExecutorService executor = executor(channel.name());
        DeliveryLane lane = new DeliveryLane(
                channel,
                shared.lane(),
                shared.retries(),
                shared.ledger(),
                executor,
                shared.clock(),
                shared.metrics().apply(channel.name()));
        return new ChannelWorker(
                lane,
                new OutboxReader(channel.name(), names, first, shared.deserializer()),
                () -> shared.consumers().apply(channel.name()),
                shared.topics(),
                shared.ledger(),
                shared.follower(),
                shared.worker(),
                executor,
                shared.clock());
    }

    /** Threads come and go with the tries under way, which the lane bounds. */
    private static ExecutorService executor(String channel) {
        AtomicInteger number = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "tocsin-try-" + channel + '-' + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
