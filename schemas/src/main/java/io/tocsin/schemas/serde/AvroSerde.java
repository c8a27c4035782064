package io.tocsin.schemas.serde;

import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Avro in Confluent's wire format, both ways over one registry client. Thread-safe once configured.
 *
 * @param <T> generated record, generic record or primitive
 */
public class AvroSerde<T> implements Serde<T> {

    private final AvroSerializer<T> serializer = new AvroSerializer<>();
    private final AvroDeserializer<T> deserializer;

    /** Creates a serde that must be configured before it is used; the configuration says what it reads. */
    public AvroSerde() {
        deserializer = new AvroDeserializer<>();
    }

    /** Creates a serde of one generated class, which must be configured before it is used. */
    public AvroSerde(Class<T> type) {
        deserializer = new AvroDeserializer<>(type);
    }

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
        SerdeSettings settings = SerdeSettings.from(configuration);
        configure(settings, SchemaRegistryClient.of(settings), isKey);
    }

    /** Configures the serde with a client that others use as well. */
    public void configure(SerdeSettings settings, SchemaRegistryClient client, boolean isKey) {
        serializer.configure(settings, client, isKey);
        deserializer.configure(settings, client, isKey);
    }

    @Override
    public Serializer<T> serializer() {
        return serializer;
    }

    @Override
    public Deserializer<T> deserializer() {
        return deserializer;
    }
}
