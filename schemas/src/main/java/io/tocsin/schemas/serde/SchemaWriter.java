package io.tocsin.schemas.serde;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DatumWriter;

/** Writes data of one schema under one id. Not thread-safe. */
final class SchemaWriter {

    private final int id;
    private final ValueWriter body;

    private SchemaWriter(int id, ValueWriter body) {
        this.id = id;
        this.body = body;
    }

    /** Returns a writer of data as they are. */
    static SchemaWriter direct(int id, Schema schema) {
        return new SchemaWriter(id, ValueWriters.of(schema));
    }

    /**
     * Returns a writer that turns data into the schema which the registry holds as the newest.
     *
     * @throws SchemaRejectedException when that schema cannot take the data
     */
    static SchemaWriter translating(RegisteredSchema target, Schema own) {
        if (SchemaNormalization.toParsingForm(target.schema()).equals(SchemaNormalization.toParsingForm(own))) {
            return direct(target.id(), own);
        }
        SchemaCompatibilityType compatible = SchemaCompatibility.checkReaderWriterCompatibility(target.schema(), own)
                .getType();
        if (compatible != SchemaCompatibilityType.COMPATIBLE) {
            throw new SchemaRejectedException("the newest schema of the subject, id " + target.id() + ", cannot hold a "
                    + own.getFullName() + " of this program");
        }
        ValueWriter before = ValueWriters.of(own);
        GenericDatumReader<Object> translator = new GenericDatumReader<>(own, target.schema());
        DatumWriter<Object> after = new GenericDatumWriter<>(target.schema());
        WireEncoder scratch = new WireEncoder();
        WireDecoder decoder = new WireDecoder();
        return new SchemaWriter(target.id(), (datum, encoder) -> {
            scratch.reset();
            before.write(datum, scratch);
            decoder.begin(scratch.toByteArray(), 0);
            after.write(translator.read(null, decoder), encoder);
        });
    }

    /** Returns the id of the schema that the bytes are written with. */
    int id() {
        return id;
    }

    /** Writes a datum. */
    void write(Object datum, WireEncoder encoder) throws IOException {
        body.write(datum, encoder);
    }
}
