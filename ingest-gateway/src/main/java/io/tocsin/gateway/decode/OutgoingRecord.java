package io.tocsin.gateway.decode;

/**
 * A record for Kafka.
 *
 * @param stream which topic it goes to
 * @param key the source key in UTF-8
 * @param value Confluent wire format whose schema id is still 0 ({@link io.tocsin.gateway.avro.WireFormat})
 */
public record OutgoingRecord(Stream stream, byte[] key, byte[] value) {

    /** The topics that the gateway writes. */
    public enum Stream {
        /** {@code tocsin.events.v1}. */
        EVENTS,
        /** {@code tocsin.logs.v1}. */
        LOGS
    }
}
