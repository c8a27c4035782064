package io.tocsin.processor.topology.decode;

import io.tocsin.schemas.deadletter.DeadLetterReason;
import io.tocsin.schemas.deadletter.PoisonException;
import io.tocsin.schemas.serde.SchemaRegistryClient;
import io.tocsin.schemas.serde.UnknownSchemaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads records of one type in the registry's wire format: a zero byte, the id of the writer's schema, Avro binary. Tells
 * whether the writer's schema has the layout of ours, in which case a decoder of our own may read the bytes, and resolves
 * those of other writers. While the registry is away it waits: only a schema that the registry says it does not know
 * makes a record poison. Not thread-safe.
 *
 * @param <T> type of record
 */
public final class WireReader<T extends SpecificRecord> {

    /** Bytes before the Avro binary. */
    public static final int HEAD = 5;

    private final Schema readerSchema;
    private final String readerLayout;
    private final SchemaRegistryClient registry;
    private final RegistryPatience patience;
    private final Map<Integer, WriterSchema<T>> writers = new HashMap<>();
    private WriterSchema<T> latest;
    private BinaryDecoder decoder;

    /** Makes a reader that asks the registry when it meets an id for the first time. */
    public WireReader(Schema readerSchema, SchemaRegistryClient registry, RegistryPatience patience) {
        this.readerSchema = readerSchema;
        this.readerLayout = SchemaNormalization.toParsingForm(readerSchema);
        this.registry = registry;
        this.patience = patience;
    }

    /**
     * Checks the head and returns whether the rest has the layout of our schema.
     *
     * @throws PoisonException when the record is absent or its head or its schema is not usable
     */
    public boolean isOurLayout(byte[] value) {
        return writer(value).ourLayout();
    }

    /**
     * Reads a record of any usable writer.
     *
     * @throws PoisonException when it cannot be read
     */
    public T read(byte[] value) {
        WriterSchema<T> writer = writer(value);
        decoder = DecoderFactory.get().binaryDecoder(value, HEAD, value.length - HEAD, decoder);
        try {
            T read = writer.reader().read(null, decoder);
            if (!decoder.isEnd()) {
                throw new PoisonException(DeadLetterReason.MALFORMED, "bytes behind the end of the record");
            }
            return read;
        } catch (IOException
                | AvroRuntimeException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | ClassCastException e) {
            throw new PoisonException(
                    DeadLetterReason.MALFORMED, "not a record of the writer's schema " + writer.id(), e);
        }
    }

    private WriterSchema<T> writer(byte[] value) {
        if (value == null) {
            throw new PoisonException(DeadLetterReason.NULL_VALUE, "the record has no value");
        }
        if (value.length < HEAD) {
            throw new PoisonException(
                    DeadLetterReason.TOO_SHORT, "value of " + value.length + " bytes, the head alone has " + HEAD);
        }
        if (value[0] != 0) {
            throw new PoisonException(DeadLetterReason.WRONG_MAGIC_BYTE, "first byte is " + value[0] + ", not 0");
        }
        int id = ByteBuffer.wrap(value).getInt(1);
        if (latest != null && latest.id() == id) {
            return latest;
        }
        WriterSchema<T> writer = writers.get(id);
        if (writer == null) {
            writer = resolve(id);
            writers.put(id, writer);
        }
        latest = writer;
        return writer;
    }

    private WriterSchema<T> resolve(int id) {
        Schema schema;
        try {
            schema = patience.await(() -> registry.byId(id));
        } catch (UnknownSchemaException e) {
            throw new PoisonException(
                    DeadLetterReason.UNKNOWN_SCHEMA, "the registry does not know the schema id " + id, e);
        }
        boolean sameLayout = SchemaNormalization.toParsingForm(schema).equals(readerLayout);
        if (!sameLayout && !compatible(schema)) {
            throw new PoisonException(
                    DeadLetterReason.WRONG_SCHEMA,
                    "schema " + id + " is of " + schema.getFullName() + " and cannot be read as "
                            + readerSchema.getFullName());
        }
        SpecificData data = SpecificData.getForSchema(readerSchema);
        return new WriterSchema<>(id, sameLayout, new SpecificDatumReader<>(schema, readerSchema, data));
    }

    private boolean compatible(Schema writerSchema) {
        return writerSchema.getType() == Schema.Type.RECORD
                && writerSchema.getFullName().equals(readerSchema.getFullName())
                && SchemaCompatibility.checkReaderWriterCompatibility(readerSchema, writerSchema)
                                .getType()
                        == SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE;
    }

    private record WriterSchema<T>(int id, boolean ourLayout, SpecificDatumReader<T> reader) {}
}
