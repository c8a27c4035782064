package io.tocsin.alertsink.dispatch;

import io.tocsin.alertsink.engine.PostedAlert;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.deadletter.DeadLetterHeaders;
import io.tocsin.schemas.deadletter.DeadLetterReason;
import io.tocsin.schemas.deadletter.PoisonException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the engine with the changes of the platform's own alerts. Changes of an alert stay in their order, and none is read
 * past before it is among the inputs; after a failure some come twice, which the engine recognises. Thus no transaction of
 * this feed ever holds up what others write to the inputs, and how far it has come is committed only now and then.
 */
public final class TransitionFeed implements AutoCloseable, ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(TransitionFeed.class);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Topics topics;
    private final TransitionReader reader;
    private final RegistryPatience patience;
    private final AlertInputs inputs;
    private final Producer<byte[], byte[]> deadLetters;
    private final String externalUrl;
    private final DispatchMetrics metrics;
    private final InstantSource clock;
    private final Duration commitInterval;
    /** Up to where partitions are fed and not committed; of the feed's thread alone. */
    private final Map<TopicPartition, OffsetAndMetadata> fed = new HashMap<>();

    private long committedAt;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "tocsin-own-alerts");
    private volatile Consumer<byte[], byte[]> consumer;
    private boolean configured;
    private volatile boolean running;

    /**
     * Makes a feed; nothing runs yet.
     *
     * @param consumers makes consumers in the feed's group, which read committed records
     * @param transitions reads transitions; used by the feed's thread alone
     * @param deadLetters takes what cannot be read; closed with the feed
     * @param externalUrl where people reach Tocsin, without a slash at the end
     * @param commitInterval time from one commit of offsets to the next at least
     */
    public TransitionFeed(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Topics topics,
            Deserializer<AlertTransition> transitions,
            RegistryPatience patience,
            AlertInputs inputs,
            Producer<byte[], byte[]> deadLetters,
            String externalUrl,
            DispatchMetrics metrics,
            InstantSource clock,
            Duration commitInterval) {
        this.consumers = consumers;
        this.topics = topics;
        reader = new TransitionReader(transitions);
        this.patience = patience;
        this.inputs = inputs;
        this.deadLetters = deadLetters;
        this.externalUrl = externalUrl;
        this.metrics = metrics;
        this.clock = clock;
        this.commitInterval = commitInterval;
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** Returns whether it takes part in its group. */
    public boolean isRunning() {
        return running;
    }

    @Override
    public void close() {
        closing.countDown();
        Consumer<byte[], byte[]> waiting = consumer;
        if (waiting != null) {
            waiting.wakeup();
        }
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
            thread.interrupt();
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        deadLetters.close(CLOSE_TIMEOUT);
    }

    private void run() {
        while (closing.getCount() > 0) {
            try {
                consumer = consumers.get();
                feed(consumer);
            } catch (WakeupException closed) {
                LOG.debug("The feed of own alerts is asked to end");
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                closing.countDown();
            } catch (KafkaException | ExecutionException failed) {
                LOG.warn("Own alerts cannot be fed and are read again: {}", failed.toString());
                pause();
            } catch (RuntimeException unexpected) {
                LOG.error("The feed of own alerts failed and begins again", unexpected);
                pause();
            } finally {
                running = false;
                leave();
            }
        }
    }

    private void feed(Consumer<byte[], byte[]> from) throws InterruptedException, ExecutionException {
        fed.clear();
        from.subscribe(List.of(topics.alertTransitions.name()), this);
        while (closing.getCount() > 0) {
            step(from);
            running = true;
        }
    }

    /** Carries on what there is. */
    void step(Consumer<byte[], byte[]> from) throws InterruptedException, ExecutionException {
        ConsumerRecords<byte[], byte[]> records = from.poll(POLL_TIMEOUT);
        if (!records.isEmpty() && isConfigured(from)) {
            carry(records);
        }
        commitNowAndThen(from);
    }

    private void carry(ConsumerRecords<byte[], byte[]> records) throws InterruptedException, ExecutionException {
        List<PostedAlert> posted = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            metrics.read();
            try {
                posted(record).ifPresentOrElse(posted::add, metrics::passedOver);
            } catch (PoisonException poison) {
                bury(record, poison);
                metrics.deadLettered();
            }
        }
        inputs.alerts(posted).get();
        posted.forEach(each -> metrics.fed());
        fed.putAll(records.nextOffsets());
    }

    private void commitNowAndThen(Consumer<byte[], byte[]> from) {
        long now = clock.millis();
        if (!fed.isEmpty() && now - committedAt >= commitInterval.toMillis()) {
            committedAt = now;
            from.commitAsync(Map.copyOf(fed), (offsets, failed) -> {
                if (failed != null) {
                    LOG.debug("An offset could not be committed; what is read again is recognised", failed);
                }
            });
            fed.clear();
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        LOG.debug("Own alerts come from {} as well", partitions);
    }

    /** Whoever goes on begins where this one stopped; when that cannot be said, what is read again is recognised. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        Consumer<byte[], byte[]> left = consumer;
        if (left != null && !fed.isEmpty()) {
            try {
                left.commitSync(Map.copyOf(fed), CLOSE_TIMEOUT);
            } catch (KafkaException failed) {
                LOG.debug("An offset could not be committed; what is read again is recognised", failed);
            }
        }
        fed.clear();
    }

    /**
     * Waits for the first configuration to be among the inputs: an alert that began and ended before it would be told to
     * nobody.
     *
     * @return false when it is time to end
     */
    private boolean isConfigured(Consumer<byte[], byte[]> from) throws InterruptedException {
        TopicPartition ahead = new TopicPartition(topics.alertInputs.name(), 0);
        while (!configured) {
            configured = from.endOffsets(List.of(ahead)).get(ahead) > 0;
            if (!configured && closing.await(POLL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    private Optional<PostedAlert> posted(ConsumerRecord<byte[], byte[]> record) {
        AlertTransition transition = patience.call(() -> reader.read(record.topic(), record.key(), record.value()));
        try {
            return OwnAlerts.posted(transition, externalUrl);
        } catch (RuntimeException unexpected) {
            throw new PoisonException(
                    DeadLetterReason.PROCESSING_FAILED, "the transition is no input of the engine", unexpected);
        }
    }

    private void bury(ConsumerRecord<byte[], byte[]> record, PoisonException why)
            throws InterruptedException, ExecutionException {
        deadLetters
                .send(new ProducerRecord<>(
                        topics.deadLetters.name(),
                        null,
                        record.key(),
                        record.value(),
                        DeadLetterHeaders.of(
                                record.headers(),
                                record.topic(),
                                record.partition(),
                                record.offset(),
                                record.timestamp(),
                                why)))
                .get();
    }

    private void pause() {
        try {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }

    private void leave() {
        Consumer<byte[], byte[]> left = consumer;
        if (left == null) {
            return;
        }
        try {
            CloseOptions options = CloseOptions.timeout(CLOSE_TIMEOUT);
            left.close(
                    closing.getCount() > 0
                            ? options
                            : options.withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        } catch (KafkaException failed) {
            LOG.warn("Closing the consumer of own alerts failed: {}", failed.toString());
        } finally {
            consumer = null;
        }
    }
}
