package io.tocsin.schemas.serde;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes Avro in Confluent's wire format. Configured by Confluent's names, see {@link SerdeSettings}. The registry is
 * asked once per topic and schema. Thread-safe: each thread has a buffer of its own.
 *
 * @param <T> generated record, generic record or primitive
 */
public class AvroSerializer<T> implements Serializer<T> {

    /** First byte of the wire format. */
    public static final byte MAGIC = 0;

    private static final int MAX_TARGETS = 1_000;

    private final ThreadLocal<Writers> writers = ThreadLocal.withInitial(Writers::new);
    private SerdeSettings settings;
    private SchemaRegistryClient registry;
    private boolean isKey;

    /** Creates a serialiser that must be configured before it is used. */
    public AvroSerializer() {
        // configured later, as Kafka does with classes that it is given by name
    }

    @Override
    public void configure(Map<String, ?> configuration, boolean forKey) {
        SerdeSettings read = SerdeSettings.from(configuration);
        configure(read, SchemaRegistryClient.of(read), forKey);
    }

    /** Configures the serialiser with a client that others use as well. */
    public void configure(SerdeSettings given, SchemaRegistryClient client, boolean forKey) {
        settings = given;
        registry = client;
        isKey = forKey;
    }

    /**
     * Writes a record.
     *
     * @return the bytes, or null for null
     * @throws RegistryUnavailableException when the id of the schema cannot be learned now
     * @throws SerializationException when the record cannot be written, ever
     */
    @Override
    public byte[] serialize(String topic, T datum) {
        if (datum == null) {
            return null;
        }
        Writers own = writers.get();
        SchemaWriter writer = own.find(topic, AvroModel.schemaOf(datum));
        WireEncoder encoder = own.encoder;
        encoder.reset();
        encoder.writeBoolean(false);
        encoder.writeBigEndian(writer.id());
        try {
            writer.write(datum, encoder);
        } catch (AvroRuntimeException | ClassCastException | NullPointerException | IOException invalid) {
            throw new SerializationException("a record for topic " + topic + " does not fit its schema", invalid);
        }
        return encoder.toByteArray();
    }

    private SchemaWriter writerFor(String topic, Schema schema) {
        if (registry == null) {
            throw new IllegalStateException("the serialiser is not configured");
        }
        Schema shared = settings.removeJavaProperties() ? JavaProperties.removedFrom(schema) : schema;
        String subject = settings.strategy(isKey).subject(topic, isKey, shared);
        if (settings.autoRegister()) {
            return SchemaWriter.direct(registry.register(subject, shared), schema);
        }
        return settings.useLatest()
                ? SchemaWriter.translating(registry.latest(subject), schema)
                : SchemaWriter.direct(registry.lookup(subject, shared), schema);
    }

    /** What one thread needs; remembers the last target, for most serialisers have only one. */
    private final class Writers {

        private final WireEncoder encoder = new WireEncoder();
        private final Map<Target, SchemaWriter> byTarget = new HashMap<>();
        private String lastTopic;
        private Schema lastSchema;
        private SchemaWriter last;

        SchemaWriter find(String topic, Schema schema) {
            if (schema != lastSchema || !topic.equals(lastTopic)) {
                last = lookUp(new Target(topic, schema));
                lastTopic = topic;
                lastSchema = schema;
            }
            return last;
        }

        private SchemaWriter lookUp(Target target) {
            SchemaWriter writer = byTarget.get(target);
            if (writer == null) {
                writer = writerFor(target.topic(), target.schema());
                if (byTarget.size() >= MAX_TARGETS) {
                    byTarget.clear();
                }
                byTarget.put(target, writer);
            }
            return writer;
        }
    }

    private record Target(String topic, Schema schema) {}
}
