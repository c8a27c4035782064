package io.tocsin.schemas.serde;

import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.errors.SerializationException;

/** How Avro is used here: with the coders that its compiler generates, which spare boxing and lookups. Stateless. */
final class AvroModel {

    /** Model of generated classes. */
    static final SpecificData SPECIFIC = specific();

    private static final Map<Class<?>, Schema> PRIMITIVES = Map.of(
            String.class, Schema.create(Schema.Type.STRING),
            Boolean.class, Schema.create(Schema.Type.BOOLEAN),
            Integer.class, Schema.create(Schema.Type.INT),
            Long.class, Schema.create(Schema.Type.LONG),
            Float.class, Schema.create(Schema.Type.FLOAT),
            Double.class, Schema.create(Schema.Type.DOUBLE));

    private static final Schema BYTES = Schema.create(Schema.Type.BYTES);

    private AvroModel() {}

    /**
     * Returns the schema of a datum.
     *
     * @throws SerializationException when it is neither a record nor a primitive of Avro
     */
    static Schema schemaOf(Object datum) {
        if (datum instanceof GenericContainer container) {
            return container.getSchema();
        }
        Schema primitive = datum instanceof ByteBuffer ? BYTES : PRIMITIVES.get(datum.getClass());
        if (primitive == null) {
            throw new SerializationException(datum.getClass().getName() + " is nothing that Avro can write");
        }
        return primitive;
    }

    private static SpecificData specific() {
        SpecificData model = new SpecificData(AvroModel.class.getClassLoader());
        model.setCustomCoders(true);
        return model;
    }
}
