package io.tocsin.alertsink.dispatch;

import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.NotificationLogEntry;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.deadletter.DeadLetterHeaders;
import io.tocsin.schemas.deadletter.DeadLetterReason;
import io.tocsin.schemas.deadletter.PoisonException;
import io.tocsin.schemas.serde.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Turns transitions into deliveries. The notification log and the deliveries are written in one transaction, so a
 * delivery exists exactly when the log says that it was intended. Everything is computed before anything is written,
 * because a write to a store outlives the exception that follows it.
 */
final class DispatchProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private final Dispatch dispatch;
    private final TransitionReader reader;
    private final Serializer<Delivery> deliveries;
    private final DispatchParameters parameters;
    private final RegistryPatience patience;
    private final DispatchMetrics metrics;

    private ProcessorContext<byte[], byte[]> context;
    private KeyValueStore<String, NotificationLogEntry> log;
    private long commitRequestedAt = Long.MIN_VALUE / 2;

    private record Write(String key, NotificationLogEntry entry, byte[] delivery) {}

    DispatchProcessor(
            Dispatch dispatch,
            TransitionReader reader,
            Serializer<Delivery> deliveries,
            DispatchParameters parameters,
            RegistryPatience patience,
            DispatchMetrics metrics) {
        this.dispatch = dispatch;
        this.reader = reader;
        this.deliveries = deliveries;
        this.parameters = parameters;
        this.patience = patience;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        log = context.getStateStore(Stores.NOTIFICATION_LOG);
        context.schedule(Duration.ofHours(1), PunctuationType.STREAM_TIME, this::forgetOldGroups);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        metrics.read();
        List<Write> writes;
        try {
            writes = weigh(record);
        } catch (PoisonException poison) {
            metrics.deadLettered();
            context.forward(deadLetter(record, poison), DispatchTopology.DEAD_LETTERS);
            return;
        }
        if (writes.isEmpty()) {
            metrics.repeated();
        }
        for (Write write : writes) {
            log.put(write.key(), write.entry());
            if (write.delivery() == null) {
                metrics.recorded();
            } else {
                metrics.intended();
                byte[] key = write.key().getBytes(StandardCharsets.UTF_8);
                context.forward(
                        new Record<>(key, write.delivery(), record.timestamp(), new RecordHeaders()),
                        DispatchTopology.DELIVERIES);
                commitSoon();
            }
        }
    }

    private List<Write> weigh(Record<byte[], byte[]> record) {
        try {
            AlertTransition transition =
                    patience.call(() -> reader.read(parameters.transitions(), record.key(), record.value()));
            List<Write> writes = new ArrayList<>();
            for (Dispatch.Consequence each : dispatch.weigh(transition, log::get)) {
                byte[] delivery = each.delivery().map(this::encode).orElse(null);
                writes.add(new Write(each.key(), each.entry(), delivery));
            }
            return writes;
        } catch (PoisonException | RegistryUnavailableException known) {
            throw known;
        } catch (RuntimeException unexpected) {
            throw new PoisonException(
                    DeadLetterReason.PROCESSING_FAILED, "the transition could not be weighed", unexpected);
        }
    }

    private byte[] encode(Delivery delivery) {
        Supplier<byte[]> encoding = () -> deliveries.serialize(parameters.deliveries(), delivery);
        byte[] encoded = patience.call(encoding);
        if (encoded.length > parameters.maxDeliveryBytes()) {
            throw new PoisonException(
                    DeadLetterReason.OUTPUT_TOO_LARGE, "its delivery would have " + encoded.length + " bytes");
        }
        return encoded;
    }

    /**
     * Commits without waiting for the commit interval, so that a single alert is not held back, but not more often than
     * once an interval: in a storm of alerts each commit shall carry many.
     */
    private void commitSoon() {
        long now = context.currentSystemTimeMs();
        if (now - commitRequestedAt >= parameters.commitInterval().toMillis()) {
            commitRequestedAt = now;
            context.commit();
        }
    }

    private Record<byte[], byte[]> deadLetter(Record<byte[], byte[]> record, PoisonException why) {
        RecordMetadata from = context.recordMetadata().orElseThrow();
        return record.withHeaders(DeadLetterHeaders.of(
                record.headers(), from.topic(), from.partition(), from.offset(), record.timestamp(), why));
    }

    private void forgetOldGroups(long streamTime) {
        long before = streamTime - parameters.logRetention().toMillis();
        List<String> old = new ArrayList<>();
        try (KeyValueIterator<String, NotificationLogEntry> all = log.all()) {
            while (all.hasNext()) {
                KeyValue<String, NotificationLogEntry> each = all.next();
                boolean over = each.value.getLastState() == AlertState.RESOLVED
                        && each.value.getFiring().isEmpty();
                if (over && each.value.getLastAt() < before) {
                    old.add(each.key);
                }
            }
        }
        old.forEach(log::delete);
    }
}
