package io.tocsin.processor.topology.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Gives a record that Avro resolved from another writer's schema the layout of ours, so that one decoder reads both. Only
 * records of other writers take this way. Not thread-safe.
 */
final class Reencoder<T> {

    private final SpecificDatumWriter<T> writer;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private BinaryEncoder encoder;

    Reencoder(Schema schema) {
        writer = new SpecificDatumWriter<>(schema, SpecificData.getForSchema(schema));
    }

    byte[] encode(T datum) {
        bytes.reset();
        encoder = EncoderFactory.get().binaryEncoder(bytes, encoder);
        try {
            writer.write(datum, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }
}
