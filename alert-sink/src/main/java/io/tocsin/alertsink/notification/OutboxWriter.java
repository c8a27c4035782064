package io.tocsin.alertsink.notification;

import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.key.KeyPartitioner;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;

/** Puts deliveries that no alert asked for into the outbox. May block for the producer's time while Kafka is away. Thread-safe. */
public final class OutboxWriter implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final Serializer<Delivery> serializer;
    private final String topic;

    /**
     * Makes a writer.
     *
     * @param producer acknowledged by all replicas; closed with the writer
     */
    public OutboxWriter(Producer<byte[], byte[]> producer, Serializer<Delivery> serializer, Topics topics) {
        this.producer = producer;
        this.serializer = serializer;
        topic = topics.deliveries.name();
    }

    /** Writes a delivery; the stage ends when Kafka has it, or fails when it does not take it. */
    CompletionStage<Void> write(Delivery delivery) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            producer.send(
                    new ProducerRecord<>(
                            topic, partition(delivery), key(delivery), serializer.serialize(topic, delivery)),
                    (metadata, error) -> {
                        if (error == null) {
                            done.complete(null);
                        } else {
                            done.completeExceptionally(error);
                        }
                    });
        } catch (KafkaException unavailable) {
            done.completeExceptionally(unavailable);
        }
        return done;
    }

    /** Returns the partition that a delivery belongs to, on the outbox as on the ledger. */
    int partition(Delivery delivery) {
        return KeyPartitioner.partition(
                key(delivery), producer.partitionsFor(topic).size());
    }

    @Override
    public void close() {
        producer.close();
    }

    private static byte[] key(Delivery delivery) {
        return (delivery.getChannel() + '|' + delivery.getGroupKey()).getBytes(StandardCharsets.UTF_8);
    }
}
