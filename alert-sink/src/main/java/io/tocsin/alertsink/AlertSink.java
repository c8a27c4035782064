package io.tocsin.alertsink;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.alertsink.channel.Channel;
import io.tocsin.alertsink.delivery.ChannelWorker;
import io.tocsin.alertsink.delivery.DeliveryService;
import io.tocsin.alertsink.delivery.LaneParameters;
import io.tocsin.alertsink.delivery.RetryPolicy;
import io.tocsin.alertsink.delivery.WorkerParameters;
import io.tocsin.alertsink.dispatch.AlertInputs;
import io.tocsin.alertsink.dispatch.DispatchParameters;
import io.tocsin.alertsink.dispatch.DispatchStreams;
import io.tocsin.alertsink.dispatch.DispatchTopology;
import io.tocsin.alertsink.dispatch.RegistryPatience;
import io.tocsin.alertsink.dispatch.TransitionFeed;
import io.tocsin.alertsink.ledger.KafkaLedger;
import io.tocsin.alertsink.ledger.LedgerFollower;
import io.tocsin.alertsink.ledger.LedgerIndex;
import io.tocsin.alertsink.ledger.LedgerQueries;
import io.tocsin.alertsink.notification.NotificationDesk;
import io.tocsin.alertsink.notification.OutboxWriter;
import io.tocsin.schemas.AlertInput;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.DeliveryLedgerEntry;
import io.tocsin.schemas.catalogue.TopicCreator;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.Settings;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole sink: the engine and what feeds it, the ledger, and the channels at work. It starts in the background and
 * waits for Kafka as long as it takes. Thread-safe.
 */
public final class AlertSink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AlertSink.class);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);
    private static final Duration OFFSET_COMMIT_INTERVAL = Duration.ofMillis(500);
    private static final Duration RECOVERY_INTERVAL = Duration.ofSeconds(30);
    private static final Duration TOPICS_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Stands for a channel's name in the name of the feed's group; no channel is called so. */
    private static final String FEED = "feed.own-alerts";

    private final Settings settings;
    private final Topics topics;
    private final KafkaAccess kafka;
    private final ConfiguredChannels channels;
    private final SinkMetrics metrics;
    private final InstantSource clock;
    /** Where other sinks reach this one. */
    private final Optional<String> address;
    /** Run of this process; ledger records carry it. */
    private final String run = UUID.randomUUID().toString();

    private final ScheduledExecutorService ledgerRetries;
    private final KafkaLedger ledger;
    private final LedgerFollower follower;
    private final DeliveryService deliveries;
    private final LedgerQueries queries;
    private final OutboxWriter outbox;
    private final NotificationDesk notifications;
    private final Alertmanager alertmanager;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread starter = new Thread(this::startWhenPossible, "tocsin-sink-start");
    private volatile DispatchStreams dispatch;
    private volatile TransitionFeed feed;
    private volatile String waitingFor = "not started";

    /**
     * Makes the sink; nothing runs yet.
     *
     * @param console where the console channel prints
     */
    public AlertSink(Settings settings, PrintStream console, InstantSource clock, MeterRegistry registry) {
        this.settings = settings;
        this.clock = clock;
        topics = new Topics(settings.get(CommonSettings.TOPICS_PREFIX));
        kafka = new KafkaAccess(settings, InstanceId.of(settings));
        address = AdvertisedAddress.of(settings);
        channels = ConfiguredChannels.of(settings, console, clock);
        RoutingSource routing = RoutingSource.of(settings, channels, kafka::producer, clock);
        metrics = new SinkMetrics(registry);
        ledgerRetries = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "tocsin-ledger-retry");
            thread.setDaemon(true);
            return thread;
        });
        ledger = new KafkaLedger(kafka.producer(), kafka.serializer(), topics, run, ledgerRetries);
        follower = new LedgerFollower(
                () -> kafka.reader("ledger-follower"),
                kafka.deserializer(DeliveryLedgerEntry.class),
                topics,
                run,
                new LedgerIndex(settings.get(SinkSettings.LEDGER_VIEW_SIZE)));
        deliveries = new DeliveryService(routing.channels(routing.config()), shared());
        queries = new LedgerQueries(
                follower,
                ledger,
                () -> kafka.reader("ledger-archive"),
                kafka.deserializer(DeliveryLedgerEntry.class),
                this::channelNames,
                topics,
                clock);
        outbox = new OutboxWriter(kafka.producer(), kafka.serializer(), topics);
        notifications = new NotificationDesk(
                queries,
                outbox,
                () -> deliveries.channels().stream()
                        .map(each -> new NotificationDesk.ConfiguredChannel(each.name(), each.type()))
                        .toList(),
                clock,
                UUID::randomUUID);
        deliveries.workers().forEach(metrics::watch);
        metrics.watch(follower, () -> Set.copyOf(channelNames()));
        alertmanager = new Alertmanager(
                routing.file(),
                routing.config(),
                config -> deliveries.replace(routing.channels(config)),
                clock,
                ledgerRetries);
    }

    /** Begins, in the background. */
    public void start() {
        starter.start();
    }

    /** Returns whether alerts are dispatched and delivered now. */
    public boolean isReady() {
        return waitingFor().isEmpty();
    }

    /** Returns what is waited for, empty when nothing is. */
    public String waitingFor() {
        DispatchStreams running = dispatch;
        if (running == null) {
            return waitingFor;
        }
        KafkaStreams.State state = running.state();
        if (state != KafkaStreams.State.RUNNING && state != KafkaStreams.State.REBALANCING) {
            return "dispatch is " + state;
        }
        if (state == KafkaStreams.State.REBALANCING && !alertmanager.handle().isAtWork()) {
            return "the alert engine is starting";
        }
        if (alertmanager.handle().engine().isPresent() && !alertmanager.handle().isAtWork()) {
            return "the alert engine waits for its configuration";
        }
        if (!feed.isRunning()) {
            return "own alerts are not read yet";
        }
        if (!follower.isComplete()) {
            return "the ledger is being read";
        }
        List<String> idle = deliveries.workers().stream()
                .filter(worker -> !worker.isRunning())
                .map(ChannelWorker::channel)
                .toList();
        return idle.isEmpty() ? "" : "channels " + String.join(", ", idle) + " are not at work yet";
    }

    /** Returns what stands for Alertmanager towards the outside. */
    public Alertmanager alertmanager() {
        return alertmanager;
    }

    /**
     * Returns where another sink listens that owns the alert engine: {@code host:port}. Empty when it is this one, or nobody
     * is known to.
     */
    public Optional<String> otherOwner() {
        DispatchStreams running = dispatch;
        return running == null || alertmanager.handle().engine().isPresent()
                ? Optional.empty()
                : running.owner().filter(each -> !each.equals(address.orElse("")));
    }

    private List<String> channelNames() {
        return deliveries.workers().stream().map(ChannelWorker::channel).toList();
    }

    /** Returns a channel by its name. */
    public Optional<Channel> channel(String name) {
        return deliveries.channels().stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    /**
     * Makes a channel to a webhook whose URL came from outside. The caller closes it.
     *
     * @throws IllegalArgumentException when the URL cannot be used; the message says why
     */
    public Channel guardedWebhook(String url) {
        return GuardedWebhook.of(url, settings, kafka::producer, clock);
    }

    /** Returns the questions that can be asked of the ledger. */
    public LedgerQueries queries() {
        return queries;
    }

    /** Returns what people do with notifications. */
    public NotificationDesk notifications() {
        return notifications;
    }

    /** Stops dispatching, finishes the tries under way, and leaves all groups. */
    @Override
    public void close() {
        closing.countDown();
        starter.interrupt();
        try {
            starter.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        TransitionFeed feeding = feed;
        if (feeding != null) {
            feeding.close();
        }
        DispatchStreams running = dispatch;
        if (running != null) {
            running.close();
        }
        deliveries.close();
        follower.close();
        queries.close();
        outbox.close();
        ledger.close();
        alertmanager.inputs().ifPresent(AlertInputs::close);
        ledgerRetries.shutdownNow();
    }

    private void startWhenPossible() {
        try (Admin admin = kafka.admin()) {
            TopicCreator creator = new TopicCreator(admin, TOPICS_TIMEOUT);
            while (closing.getCount() > 0 && !topicsAreThere(creator)) {
                closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (closing.getCount() > 0) {
            AlertInputs inputs = new AlertInputs(kafka.producer(), kafka.serializer(), topics.alertInputs.name());
            alertmanager.begin(inputs);
            feed = new TransitionFeed(
                    () -> kafka.member(FEED),
                    topics,
                    kafka.deserializer(AlertTransition.class),
                    RegistryPatience.ofAMinute(),
                    inputs,
                    kafka.producer(),
                    settings.get(SinkSettings.EXTERNAL_URL).replaceAll("/+$", ""),
                    metrics,
                    clock,
                    OFFSET_COMMIT_INTERVAL);
            feed.start();
            follower.start();
            deliveries.start();
            DispatchStreams started = dispatchStreams();
            started.start();
            dispatch = started;
            LOG.info("Alerts are told to {}", String.join(", ", channelNames()));
        }
    }

    private boolean topicsAreThere(TopicCreator creator) {
        try {
            waitingFor = "waiting for Kafka";
            creator.createMissing(
                    topics,
                    settings.get(CommonSettings.TOPICS_PARTITIONS),
                    settings.get(CommonSettings.TOPICS_REPLICATION));
            return true;
        } catch (KafkaException failed) {
            waitingFor = "topics: " + failed.getMessage();
            LOG.warn("The topics are not as they should be yet: {}", failed.getMessage());
            return false;
        }
    }

    private DispatchStreams dispatchStreams() {
        Properties config = kafka.streams(settings, address);
        DispatchTopology topology = new DispatchTopology(
                new TopologyConfig(new StreamsConfig(config)),
                DispatchParameters.of(topics, settings.get(SinkSettings.COMMIT_INTERVAL)),
                alertmanager.handle(),
                () -> kafka.deserializer(AlertInput.class),
                kafka::serializer,
                RegistryPatience.ofAMinute(),
                metrics);
        return new DispatchStreams(topology.get(), config);
    }

    private DeliveryService.Shared shared() {
        return new DeliveryService.Shared(
                topics,
                ledger,
                follower,
                kafka::member,
                kafka.deserializer(Delivery.class),
                new LaneParameters(
                        settings.get(SinkSettings.QUEUE_CAPACITY),
                        settings.get(SinkSettings.MAX_IN_FLIGHT),
                        settings.get(SinkSettings.OVERLAP_AFTER),
                        RECOVERY_INTERVAL),
                new RetryPolicy(
                        settings.get(SinkSettings.RETRY_INITIAL),
                        settings.get(SinkSettings.RETRY_MAX),
                        settings.get(SinkSettings.RETRY_HORIZON),
                        settings.get(SinkSettings.RETRY_AFTER_MAX),
                        new Random()),
                new WorkerParameters(
                        POLL_TIMEOUT,
                        OFFSET_COMMIT_INTERVAL,
                        settings.get(SinkSettings.DRAIN_TIMEOUT),
                        settings.get(SinkSettings.LEDGER_RETENTION)),
                clock,
                metrics::forChannel);
    }
}
