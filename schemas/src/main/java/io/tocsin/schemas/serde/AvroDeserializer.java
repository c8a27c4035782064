package io.tocsin.schemas.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads Avro in Confluent's wire format. Configured by Confluent's names, see {@link SerdeSettings}. Data of any writer
 * schema become what the reader knows, by Avro's resolution. Thread-safe: each thread has readers of its own.
 *
 * <p>A {@link RegistryUnavailableException} says nothing about the record: read it again later. Every other
 * {@link SerializationException} says that the record is poison, however hostile its bytes are.
 *
 * @param <T> generated record, generic record or primitive
 */
public class AvroDeserializer<T> implements Deserializer<T> {

    private static final int HEADER = 1 + Integer.BYTES;
    private static final int MAX_READERS = 1_000;

    private final ThreadLocal<Readers> readers = ThreadLocal.withInitial(Readers::new);
    private final Optional<Class<?>> fixedType;
    private SerdeSettings settings;
    private SchemaRegistryClient registry;
    private boolean isKey;

    /** Creates a deserialiser that must be configured before it is used; the configuration says what it makes. */
    public AvroDeserializer() {
        fixedType = Optional.empty();
    }

    /** Creates a deserialiser of one generated class, which must be configured before it is used. */
    public AvroDeserializer(Class<T> type) {
        fixedType = Optional.of(type);
    }

    @Override
    public void configure(Map<String, ?> configuration, boolean forKey) {
        SerdeSettings read = SerdeSettings.from(configuration);
        configure(read, SchemaRegistryClient.of(read), forKey);
    }

    /** Configures the deserialiser with a client that others use as well. */
    public void configure(SerdeSettings given, SchemaRegistryClient client, boolean forKey) {
        settings = given;
        registry = client;
        isKey = forKey;
    }

    /**
     * Reads a record.
     *
     * @return the record, or null for null
     * @throws RegistryUnavailableException when the writer's schema cannot be learned now
     * @throws UnknownSchemaException when the registry does not know the writer's schema
     * @throws SerializationException when the bytes are no such record
     */
    @Override
    public T deserialize(String topic, byte[] data) {
        if (data == null) {
            return null;
        }
        if (data.length < HEADER || data[0] != AvroSerializer.MAGIC) {
            throw new SerializationException("a record of topic " + topic + " is not in Confluent's wire format");
        }
        int id = ByteBuffer.wrap(data, 1, Integer.BYTES).getInt();
        Readers own = readers.get();
        DatumReader<T> reader = own.find(id);
        own.decoder.begin(data, HEADER);
        T datum;
        try {
            datum = reader.read(null, own.decoder);
        } catch (AvroRuntimeException
                | IOException
                | ClassCastException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | NullPointerException
                | StackOverflowError malformed) {
            throw new SerializationException(
                    "a record of topic " + topic + " does not fit its schema " + id, malformed);
        }
        if (own.decoder.remaining() > 0) {
            throw new SerializationException("a record of topic " + topic + " has " + own.decoder.remaining()
                    + " bytes behind the end of its schema " + id);
        }
        return datum;
    }

    private DatumReader<T> readerFor(int id) {
        if (registry == null) {
            throw new IllegalStateException("the deserialiser is not configured");
        }
        Schema writer = registry.byId(id);
        Optional<Class<?>> type = fixedType.or(() -> settings.specificType(isKey));
        if (type.isPresent()) {
            return new SpecificDatumReader<>(writer, AvroModel.SPECIFIC.getSchema(type.get()), AvroModel.SPECIFIC);
        }
        if (!settings.specificReader()) {
            return new GenericDatumReader<>(writer);
        }
        Class<?> generated = AvroModel.SPECIFIC.getClass(writer);
        if (generated == null) {
            throw new SerializationException("there is no class for " + writer.getFullName() + ", schema " + id);
        }
        return new SpecificDatumReader<>(writer, AvroModel.SPECIFIC.getSchema(generated), AvroModel.SPECIFIC);
    }

    /** What one thread needs; remembers the last reader, for most topics have only one writer's schema. */
    private final class Readers {

        private final WireDecoder decoder = new WireDecoder();
        private final Map<Integer, DatumReader<T>> byId = new HashMap<>();
        private int lastId;
        private DatumReader<T> last;

        DatumReader<T> find(int id) {
            if (last == null || id != lastId) {
                last = lookUp(id);
                lastId = id;
            }
            return last;
        }

        private DatumReader<T> lookUp(int id) {
            DatumReader<T> reader = byId.get(id);
            if (reader == null) {
                reader = readerFor(id);
                if (byId.size() >= MAX_READERS) {
                    byId.clear();
                }
                byId.put(id, reader);
            }
            return reader;
        }
    }
}
