package io.tocsin.gateway.rig;

import io.tocsin.gateway.avro.WireFormat;
import io.tocsin.schemas.Event;
import io.tocsin.schemas.LogRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning to its present end. */
public final class TopicContents {

    private TopicContents() {}

    /** Returns all events. */
    public static List<Event> events(String bootstrapServers) {
        return read(bootstrapServers, "tocsin.events.v1", Event.class);
    }

    /** Returns all log lines. */
    public static List<LogRecord> logs(String bootstrapServers) {
        return read(bootstrapServers, "tocsin.logs.v1", LogRecord.class);
    }

    private static <T extends SpecificRecord> List<T> read(String bootstrapServers, String topic, Class<T> type) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<T> found = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    found.add(decode(record.value(), type));
                }
            }
            return found;
        }
    }

    private static <T extends SpecificRecord> T decode(byte[] value, Class<T> type) {
        try {
            return new SpecificDatumReader<>(type)
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(value, WireFormat.HEADER, value.length - WireFormat.HEADER, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
