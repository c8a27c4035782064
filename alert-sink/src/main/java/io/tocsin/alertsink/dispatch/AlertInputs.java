package io.tocsin.alertsink.dispatch;

import io.tocsin.alertsink.engine.PostedAlert;
import io.tocsin.alertsink.engine.Silence;
import io.tocsin.schemas.AlertInput;
import io.tocsin.schemas.AlertInputKind;
import io.tocsin.schemas.AlertPost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes the engine's inputs. What is written is on Kafka, acknowledged by all replicas, when the answer completes.
 * Thread-safe.
 */
public final class AlertInputs implements AutoCloseable {

    private static final int MAX_CHARACTERS = 200_000;
    private static final int MAX_ALERTS = 1_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Producer<byte[], byte[]> producer;
    private final Serializer<AlertInput> serializer;
    private final String topic;
    private final AtomicLong latest = new AtomicLong(-1);

    /**
     * Makes it.
     *
     * @param producer idempotent, acknowledged by all replicas; closed with this
     * @param topic topic of the inputs, with one partition
     */
    public AlertInputs(Producer<byte[], byte[]> producer, Serializer<AlertInput> serializer, String topic) {
        this.producer = producer;
        this.serializer = serializer;
        this.topic = topic;
    }

    /** Returns the offset of the latest input that was written here; -1 before the first. */
    public long latest() {
        return latest.get();
    }

    /**
     * Writes alerts that were posted together, in as many records as they need. A record is written when the one before it
     * is there, so that the alerts stay in their order whatever fails.
     */
    public CompletableFuture<Void> alerts(List<PostedAlert> alerts) {
        CompletableFuture<Long> written = CompletableFuture.completedFuture(-1L);
        List<AlertPost> portion = new ArrayList<>();
        int characters = 0;
        for (PostedAlert each : alerts) {
            int size = size(each);
            if (!portion.isEmpty() && (characters + size > MAX_CHARACTERS || portion.size() == MAX_ALERTS)) {
                written = written.thenCompose(next(portion));
                portion = new ArrayList<>();
                characters = 0;
            }
            portion.add(EngineRecords.record(each));
            characters += size;
        }
        if (!portion.isEmpty()) {
            written = written.thenCompose(next(portion));
        }
        return written.thenApply(done -> null);
    }

    private Function<Long, CompletableFuture<Long>> next(List<AlertPost> alerts) {
        return before -> write(input(AlertInputKind.ALERTS).setAlerts(alerts).build());
    }

    /**
     * Writes silences.
     *
     * @return the offset
     */
    public CompletableFuture<Long> silences(List<Silence> silences) {
        return write(input(AlertInputKind.SILENCES)
                .setSilences(silences.stream().map(EngineRecords::record).toList())
                .build());
    }

    /**
     * Writes the configuration that is in force from now on.
     *
     * @param shown the configuration as it is shown
     * @return the offset
     */
    public CompletableFuture<Long> configuration(String shown) {
        return write(input(AlertInputKind.CONFIGURATION)
                .setId(UUID.randomUUID().toString())
                .setConfiguration(shown)
                .build());
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    private static AlertInput.Builder input(AlertInputKind kind) {
        return AlertInput.newBuilder().setKind(kind);
    }

    private static int size(PostedAlert alert) {
        int size = alert.generatorUrl().length() + 64;
        if (alert.origin().isPresent()) {
            size += alert.origin().get().content().remaining();
        }
        for (var each : alert.labels().entrySet()) {
            size += each.getKey().length() + each.getValue().length();
        }
        for (var each : alert.annotations().entrySet()) {
            size += each.getKey().length() + each.getValue().length();
        }
        return size;
    }

    private CompletableFuture<Long> write(AlertInput input) {
        CompletableFuture<Long> written = new CompletableFuture<>();
        try {
            producer.send(new ProducerRecord<>(topic, 0, null, serializer.serialize(topic, input)), (at, failed) -> {
                if (failed == null) {
                    latest.accumulateAndGet(at.offset(), Math::max);
                    written.complete(at.offset());
                } else {
                    written.completeExceptionally(failed);
                }
            });
        } catch (KafkaException | IllegalStateException failed) {
            written.completeExceptionally(failed);
        }
        return written;
    }
}
