package io.tocsin.gateway.publish;

import io.tocsin.gateway.avro.WireFormat;
import io.tocsin.gateway.decode.OutgoingRecord.Stream;
import io.tocsin.schemas.Event;
import io.tocsin.schemas.LogLevel;
import io.tocsin.schemas.LogRecord;
import io.tocsin.schemas.serde.AvroSerdes;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The registry's ids of the two schemas that the gateway writes. They are learned once, off the request path, by letting the
 * common serialiser write a sample: so every setting of the serialiser holds here too. Thread-safe.
 */
final class SchemaIds {

    /**
     * Ids that were learned.
     *
     * @param events id of the schema of events
     * @param logs id of the schema of log lines
     */
    record Known(int events, int logs) {

        /** Returns the id of a stream. */
        int of(Stream stream) {
            return switch (stream) {
                case EVENTS -> events;
                case LOGS -> logs;
            };
        }
    }

    private final Map<String, ?> serdeConfig;
    private final TopicNames topics;
    private volatile Known known;

    /**
     * Knows nothing yet.
     *
     * @param serdeConfig settings of the common serialiser
     */
    SchemaIds(Map<String, ?> serdeConfig, TopicNames topics) {
        this.serdeConfig = serdeConfig;
        this.topics = topics;
    }

    /** Returns the ids once they were learned. */
    Optional<Known> known() {
        return Optional.ofNullable(known);
    }

    /**
     * Learns the ids; blocks while the registry is asked.
     *
     * @throws io.tocsin.schemas.serde.RegistryUnavailableException when it does not answer
     */
    void learn() {
        known = new Known(
                idOf(
                        Stream.EVENTS,
                        new Event(
                                "", "", "", "", "", 0L, 0L, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), null,
                                null, null)),
                idOf(
                        Stream.LOGS,
                        new LogRecord("", "", "", "", 0L, 0L, LogLevel.UNKNOWN, "", null, null, Map.of(), Map.of())));
    }

    private <T extends SpecificRecord> int idOf(Stream stream, T sample) {
        try (Serializer<T> serializer = AvroSerdes.serializer(serdeConfig, false)) {
            byte[] written = serializer.serialize(topics.of(stream), sample);
            return ByteBuffer.wrap(written, 1, WireFormat.HEADER - 1).getInt();
        }
    }
}
