package io.tocsin.processor.topology;

import io.tocsin.schemas.serde.SingleObject;
import java.nio.ByteBuffer;
import org.apache.avro.specific.SpecificRecord;

/**
 * Encodes a record once for both of its places: the registry-free single-object form for a store, the registry's wire
 * form for a topic. The two differ in their heads only. Thread-safe.
 *
 * @param codec form for a store
 * @param schemaId id of the record's schema in the registry
 * @param <T> type of record
 */
record OutputFormat<T extends SpecificRecord>(SingleObject<T> codec, int schemaId) {

    private static final int SINGLE_OBJECT_HEAD = 10;
    private static final int WIRE_HEAD = 5;

    /** Returns the form for a store. */
    byte[] forStore(T record) {
        return codec.encode(record);
    }

    /** Returns the form for a topic of a record that is already in the form for a store. */
    byte[] forTopic(byte[] stored) {
        int body = stored.length - SINGLE_OBJECT_HEAD;
        return ByteBuffer.allocate(WIRE_HEAD + body)
                .put((byte) 0)
                .putInt(schemaId)
                .put(stored, SINGLE_OBJECT_HEAD, body)
                .array();
    }
}
