package io.tocsin.alertsink.channel.notifier;

import io.tocsin.alertsink.channel.DeliveryResult;
import io.tocsin.alertsink.channel.Notification;
import io.tocsin.alertsink.channel.Notifier;
import io.tocsin.alertsink.channel.WebhookBody;
import io.tocsin.alertsink.channel.config.KafkaConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Writes notifications to a topic as CloudEvents 1.0 in the binary form of its Kafka binding, with the webhook's body as
 * data; keyed by group, so that those of a group keep their order. The id is that of the delivery. Thread-safe.
 */
public final class KafkaNotifier implements Notifier {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String TYPE = "io.tocsin.notification.v1";

    private final KafkaConfig config;
    private final Producer<byte[], byte[]> producer;

    /**
     * Makes the notifier.
     *
     * @param producer acknowledged by all replicas; not closed with the notifier
     */
    public KafkaNotifier(KafkaConfig config, Producer<byte[], byte[]> producer) {
        this.config = config;
        this.producer = producer;
    }

    @Override
    public DeliveryResult tell(Notification notification) throws InterruptedException {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                config.topic(), utf8(notification.groupKey()), HttpNotifier.bytes(WebhookBody.of(notification)));
        header(record, "ce_specversion", "1.0");
        header(record, "ce_id", notification.id());
        header(record, "ce_source", notification.externalUrl());
        header(record, "ce_type", TYPE);
        header(record, "ce_time", notification.createdAt().toString());
        header(record, "ce_subject", notification.groupHash());
        header(record, "content-type", "application/json");
        try {
            producer.send(record).get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return new DeliveryResult.Delivered(OptionalInt.empty());
        } catch (TimeoutException late) {
            return DeliveryResult.Failed.because("Kafka did not acknowledge in time");
        } catch (ExecutionException | KafkaException failed) {
            Throwable cause = failed instanceof ExecutionException ? failed.getCause() : failed;
            return DeliveryResult.Failed.because(
                    "Kafka did not take it: " + cause.getClass().getSimpleName());
        }
    }

    /** The producer belongs to others. */
    @Override
    public void close() {}

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, utf8(value));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
