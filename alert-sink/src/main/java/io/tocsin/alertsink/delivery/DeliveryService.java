package io.tocsin.alertsink.delivery;

import io.tocsin.alertsink.channel.Channel;
import io.tocsin.alertsink.ledger.KafkaLedger;
import io.tocsin.alertsink.ledger.LedgerFollower;
import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.catalogue.Topics;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private final Shared shared;
    private final ChannelNames names = new ChannelNames();
    private final Map<String, Served> served = new LinkedHashMap<>();
    private boolean started;

    /** A channel at work. */
    private record Served(SwitchedChannel channel, ChannelWorker worker) {}

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
            Function<Channel, LaneMetrics> metrics) {}

    /** Makes the workers; nothing runs yet. */
    public DeliveryService(List<Channel> channels, Shared shared) {
        this.shared = shared;
        replace(channels);
    }

    /** Returns the workers in the order of their channels. */
    public synchronized List<ChannelWorker> workers() {
        return served.values().stream().map(Served::worker).toList();
    }

    /** Returns the channels in their order. */
    public synchronized List<Channel> channels() {
        return served.values().stream().<Channel>map(Served::channel).toList();
    }

    /** Begins. */
    public synchronized void start() {
        started = true;
        served.values().forEach(each -> each.worker().start());
    }

    /**
     * Serves other channels from now on. One whose name stays goes on with its deliveries; deliveries of one that is gone
     * stay on the ledger until it comes back.
     */
    public synchronized void replace(List<Channel> channels) {
        Set<String> wanted = channels.stream().map(Channel::name).collect(Collectors.toSet());
        List<Served> gone = new ArrayList<>();
        served.values().removeIf(each -> {
            boolean over = !wanted.contains(each.channel().name());
            if (over) {
                gone.add(each);
            }
            return over;
        });
        names.set(channels);
        for (Channel each : channels) {
            Served known = served.get(each.name());
            if (known != null) {
                known.channel().switchTo(each);
            } else {
                SwitchedChannel channel = new SwitchedChannel(each);
                ChannelWorker worker = worker(channel);
                served.put(each.name(), new Served(channel, worker));
                if (started) {
                    worker.start();
                }
            }
        }
        gone.forEach(each -> each.worker().stop());
        gone.forEach(each -> {
            each.worker().close();
            each.channel().close();
        });
    }

    /** Stops all channels side by side, see {@link ChannelWorker#close}. */
    @Override
    public synchronized void close() {
        served.values().forEach(each -> each.worker().stop());
        served.values().forEach(each -> {
            each.worker().close();
            each.channel().close();
        });
    }

    private ChannelWorker worker(Channel channel) {
        ExecutorService executor = executor(channel.name());
        DeliveryLane lane = new DeliveryLane(
                channel,
                shared.lane(),
                shared.retries(),
                shared.ledger(),
                executor,
                shared.clock(),
                shared.metrics().apply(channel));
        return new ChannelWorker(
                lane,
                new OutboxReader(channel.name(), names, shared.deserializer()),
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
