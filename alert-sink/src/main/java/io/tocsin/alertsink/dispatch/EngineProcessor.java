package io.tocsin.alertsink.dispatch;

import io.tocsin.alertsink.engine.AlertEngine;
import io.tocsin.alertsink.engine.Intent;
import io.tocsin.alertsink.engine.Silence;
import io.tocsin.schemas.AlertInput;
import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.deadletter.DeadLetterHeaders;
import io.tocsin.schemas.deadletter.DeadLetterReason;
import io.tocsin.schemas.deadletter.PoisonException;
import io.tocsin.schemas.serde.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Feeds the engine with the inputs and with time, keeps its state, and carries its decisions to the outbox, all in one
 * transaction. Whoever reads the inputs again from the same beginning decides the same.
 */
final class EngineProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    /** How often it is noticed that time passes; timers are on time apart from that. */
    private static final Duration BEAT = Duration.ofSeconds(2);
    /** Beats that fail to come for so long mean that nobody ran; what became due meanwhile is told once, not in a row. */
    private static final Duration STALL = Duration.ofSeconds(10);

    private final EngineHandle handle;
    private final Deserializer<AlertInput> inputs;
    private final Serializer<Delivery> deliveries;
    private final DispatchParameters parameters;
    private final RegistryPatience patience;
    private final DispatchMetrics metrics;

    private ProcessorContext<byte[], byte[]> context;
    private EngineStore store;
    private AlertEngine engine;
    private long lastMillis;
    private long lastBeat;
    /** Wakes up when the engine has something to do. Each call costs a transaction, so there are no needless ones. */
    private Optional<Cancellable> alarm = Optional.empty();

    private long alarmAt = Long.MAX_VALUE;
    private long commitRequestedAt = Long.MIN_VALUE / 2;

    EngineProcessor(
            EngineHandle handle,
            Deserializer<AlertInput> inputs,
            Serializer<Delivery> deliveries,
            DispatchParameters parameters,
            RegistryPatience patience,
            DispatchMetrics metrics) {
        this.handle = handle;
        this.inputs = inputs;
        this.deliveries = deliveries;
        this.parameters = parameters;
        this.patience = patience;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        KeyValueStore<Bytes, byte[]> kept = context.getStateStore(Stores.ALERT_ENGINE);
        store = new EngineStore(kept);
        engine = new AlertEngine(store.load(), store);
        lastBeat = context.currentSystemTimeMs();
        context.schedule(BEAT, PunctuationType.WALL_CLOCK_TIME, this::beat);
        handle.taken(engine, store.offset());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata from = context.recordMetadata().orElseThrow();
        if (!store.knows(from.offset(), record.timestamp())) {
            try {
                apply(read(record), moment(record.timestamp()));
            } catch (PoisonException poison) {
                metrics.inputDeadLettered();
                context.forward(
                        record.withHeaders(DeadLetterHeaders.of(
                                record.headers(),
                                from.topic(),
                                from.partition(),
                                from.offset(),
                                record.timestamp(),
                                poison)),
                        DispatchTopology.DEAD_LETTERS);
            }
            store.reached(from.offset(), record.timestamp());
            finish();
        }
        handle.applied(from.offset());
    }

    @Override
    public void close() {
        handle.gone(engine);
    }

    private void beat(long now) {
        boolean stalled = now - lastBeat > STALL.toMillis();
        lastBeat = now;
        if (stalled && !engine.isPaused()) {
            engine.pause();
            handle.stalled();
        }
        advance(now);
    }

    private void ring(long now) {
        alarm.ifPresent(Cancellable::cancel);
        alarmAt = Long.MAX_VALUE;
        advance(now);
    }

    private void advance(long now) {
        engine.advance(moment(now));
        finish();
    }

    private void setAlarm() {
        long due = engine.nextDue().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
        if (due != alarmAt) {
            alarm.ifPresent(Cancellable::cancel);
            alarmAt = due;
            long wait = Math.max(1, due - context.currentSystemTimeMs());
            alarm = due == Long.MAX_VALUE
                    ? Optional.empty()
                    : Optional.of(
                            context.schedule(Duration.ofMillis(wait), PunctuationType.WALL_CLOCK_TIME, this::ring));
        }
    }

    /** Time never runs back, whoever's clock it comes from. */
    private Instant moment(long millis) {
        lastMillis = Math.max(lastMillis, millis);
        return Instant.ofEpochMilli(lastMillis);
    }

    private AlertInput read(Record<byte[], byte[]> record) {
        if (record.value() == null) {
            throw new PoisonException(DeadLetterReason.NULL_VALUE, "the record has no value");
        }
        try {
            return patience.call(() -> inputs.deserialize(parameters.alertInputs(), record.value()));
        } catch (RegistryUnavailableException tryLater) {
            throw tryLater;
        } catch (SerializationException unreadable) {
            throw new PoisonException(DeadLetterReason.MALFORMED, "the value is no AlertInput", unreadable);
        }
    }

    private void apply(AlertInput input, Instant now) {
        switch (input.getKind()) {
            case ALERTS ->
                engine.post(
                        input.getAlerts().stream().map(EngineRecords::posted).toList(), now);
            case SILENCES -> engine.put(silences(input), now);
            case CONFIGURATION -> {
                try {
                    engine.configure(input.getConfiguration(), now);
                } catch (IllegalArgumentException unreadable) {
                    throw new PoisonException(
                            DeadLetterReason.INVALID_VALUE, "the configuration cannot be read", unreadable);
                }
            }
        }
    }

    private static List<Silence> silences(AlertInput input) {
        try {
            return input.getSilences().stream().map(EngineRecords::silence).toList();
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            throw new PoisonException(DeadLetterReason.INVALID_VALUE, "a silence cannot be read", unreadable);
        }
    }

    private void finish() {
        for (Intent intent : store.takeIntents()) {
            byte[] delivery = encode(intent);
            metrics.intended();
            context.forward(
                    new Record<>(
                            intent.logKey().getBytes(StandardCharsets.UTF_8),
                            delivery,
                            intent.at().toEpochMilli(),
                            new RecordHeaders()),
                    DispatchTopology.DELIVERIES);
            commitSoon();
        }
        store.takeSuppressed(metrics::suppressed);
        store.write();
        setAlarm();
    }

    /** A delivery that would be too large carries half of the alerts, or half of those. */
    private byte[] encode(Intent intent) {
        int atMost = intent.alerts().size();
        byte[] encoded = encode(IntentRecords.of(intent, atMost));
        while (encoded.length > parameters.maxDeliveryBytes() && atMost > 1) {
            atMost /= 2;
            encoded = encode(IntentRecords.of(intent, atMost));
        }
        return encoded;
    }

    private byte[] encode(Delivery delivery) {
        return patience.call(() -> deliveries.serialize(parameters.deliveries(), delivery));
    }

    /** Commits at once what somebody is to be told, but not more often than once an interval. */
    private void commitSoon() {
        long now = context.currentSystemTimeMs();
        if (now - commitRequestedAt >= parameters.commitInterval().toMillis()) {
            commitRequestedAt = now;
            context.commit();
        }
    }
}
