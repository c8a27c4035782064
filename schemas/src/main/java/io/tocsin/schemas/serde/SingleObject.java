package io.tocsin.schemas.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Avro's single-object encoding of one generated class: {@code C3 01}, the CRC-64-AVRO fingerprint of the writer's
 * schema, Avro binary. Needs no registry: what this release and earlier ones wrote is read by the {@linkplain
 * FrozenSchemas frozen schemas}. Meant for state stores and the internal query RPC. Thread-safe.
 *
 * @param <T> generated class
 */
public final class SingleObject<T extends SpecificRecord> {

    private static final byte MARK_1 = (byte) 0xC3;
    private static final byte MARK_2 = 0x01;
    private static final int HEADER = 2 + Long.BYTES;

    private final Class<T> type;
    private final Schema schema;
    private final byte[] header;
    private final Map<Long, Schema> writerSchemas = new HashMap<>();
    private final ThreadLocal<Codec> codecs = ThreadLocal.withInitial(Codec::new);

    private SingleObject(Class<T> type, Schema schema, List<Schema> earlier) {
        this.type = type;
        this.schema = schema;
        earlier.forEach(this::addWriterSchema);
        addWriterSchema(schema);
        this.header = ByteBuffer.allocate(HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MARK_1)
                .put(MARK_2)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array();
    }

    /** Returns the encoding of a generated class. */
    public static <T extends SpecificRecord> SingleObject<T> of(Class<T> type) {
        Schema schema = AvroModel.SPECIFIC.getSchema(type);
        List<Schema> earlier = FrozenSchemas.VERSIONS.stream()
                .flatMap(version -> FrozenSchemas.find(version, schema.getFullName()).stream())
                .toList();
        return of(type, schema, earlier);
    }

    /** Returns the encoding of a generated class that also reads what was written with earlier schemas. */
    static <T extends SpecificRecord> SingleObject<T> of(Class<T> type, Schema schema, List<Schema> earlier) {
        return new SingleObject<>(type, schema, earlier);
    }

    /**
     * Writes a record.
     *
     * @throws SerializationException when a field that must be there is not
     */
    public byte[] encode(T datum) {
        Codec own = codecs.get();
        own.encoder.reset();
        own.encoder.writeFixed(header, 0, HEADER);
        try {
            own.writer.write(datum, own.encoder);
        } catch (AvroRuntimeException | ClassCastException | NullPointerException | IOException invalid) {
            throw new SerializationException("a " + type.getSimpleName() + " does not fit its schema", invalid);
        }
        return own.encoder.toByteArray();
    }

    /**
     * Reads a record.
     *
     * @throws SerializationException when the bytes are no such record, or of a release that this one does not know
     */
    public T decode(byte[] data) {
        if (data.length < HEADER || data[0] != MARK_1 || data[1] != MARK_2) {
            throw new SerializationException("no single-object encoding of a " + type.getSimpleName());
        }
        long fingerprint = ByteBuffer.wrap(data, 2, Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        Codec own = codecs.get();
        DatumReader<T> reader = own.reader(fingerprint);
        own.decoder.begin(data, HEADER);
        try {
            return reader.read(null, own.decoder);
        } catch (AvroRuntimeException | IOException | ClassCastException | IndexOutOfBoundsException malformed) {
            throw new SerializationException("a stored " + type.getSimpleName() + " is malformed", malformed);
        }
    }

    private void addWriterSchema(Schema writer) {
        writerSchemas.put(SchemaNormalization.parsingFingerprint64(writer), writer);
    }

    /** What one thread needs. */
    private final class Codec {

        private final WireEncoder encoder = new WireEncoder();
        private final WireDecoder decoder = new WireDecoder();
        private final ValueWriter writer = ValueWriters.of(schema);
        private final Map<Long, DatumReader<T>> readers = new HashMap<>();

        DatumReader<T> reader(long fingerprint) {
            return readers.computeIfAbsent(fingerprint, wanted -> {
                Schema written = writerSchemas.get(wanted);
                if (written == null) {
                    throw new SerializationException("a stored " + type.getSimpleName()
                            + " was written with a schema that this release does not know, fingerprint "
                            + Long.toHexString(wanted));
                }
                return new SpecificDatumReader<>(written, schema, AvroModel.SPECIFIC);
            });
        }
    }
}
