package io.tocsin.gateway.avro;

/**
 * The Confluent wire format: a zero byte, the schema id in four bytes (most significant first), Avro binary. The id is put
 * in last, because decoding a request needs no registry.
 */
public final class WireFormat {

    /** Bytes in front of the Avro binary. */
    public static final int HEADER = 5;

    private WireFormat() {}

    /** Writes a header whose id is 0. */
    public static void writeHeader(AvroBuffer out) {
        out.writeByte(0);
        out.writeBigEndian(0);
    }

    /** Puts the schema id into a value that starts with a header. */
    public static void stamp(byte[] value, int schemaId) {
        value[1] = (byte) (schemaId >>> 24);
        value[2] = (byte) (schemaId >>> 16);
        value[3] = (byte) (schemaId >>> 8);
        value[4] = (byte) schemaId;
    }
}
