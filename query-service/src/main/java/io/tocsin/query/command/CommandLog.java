package io.tocsin.query.command;

import io.tocsin.schemas.catalogue.TopicSpec;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Writes commands to Kafka, each into a given partition, acknowledged by all in-sync replicas. A producer may block for
 * metadata and for the registry, so it is used on the executor only. Thread-safe.
 */
public final class CommandLog {

    private final Producer<String, SpecificRecord> producer;
    private final Executor executor;

    /**
     * Makes a log.
     *
     * @param producer producer with acks=all; the caller closes it
     * @param executor runs what may block
     */
    public CommandLog(Producer<String, SpecificRecord> producer, Executor executor) {
        this.producer = producer;
        this.executor = executor;
    }

    /**
     * Writes a command.
     *
     * @return the position of the command by {@code topic/partition}, once Kafka has it; fails with
     *     {@link CommandsUnavailableException}
     */
    public CompletionStage<Map<String, Long>> append(
            TopicSpec topic, int partition, String key, SpecificRecord command) {
        CompletableFuture<Map<String, Long>> written = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                producer.send(new ProducerRecord<>(topic.name(), partition, key, command), (metadata, error) -> {
                    if (error == null) {
                        written.complete(Map.of(topic.shortName() + "/" + partition, metadata.offset()));
                    } else {
                        written.completeExceptionally(new CommandsUnavailableException(error));
                    }
                });
            } catch (KafkaException refused) {
                written.completeExceptionally(new CommandsUnavailableException(refused));
            } catch (RuntimeException defect) {
                written.completeExceptionally(defect);
            }
        });
        // The producer's own thread must not run what the caller does next.
        return written.thenApplyAsync(position -> position, executor);
    }
}
