package io.tocsin.alertsink.delivery;

import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.deadletter.DeadLetterReason;
import io.tocsin.schemas.deadletter.PoisonException;
import io.tocsin.schemas.serde.RegistryUnavailableException;
import io.tocsin.schemas.serde.UnknownSchemaException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads one channel's deliveries out of the outbox, which all channels share. The first channel also answers for the
 * records that belong to none. Thread-safe as its deserializer is.
 */
final class OutboxReader {

    private final String channel;
    private final ChannelNames channels;
    private final Deserializer<Delivery> deserializer;

    /**
     * Makes a reader.
     *
     * @param channel name of its channel
     * @param channels names of all channels, as they are at the time
     */
    OutboxReader(String channel, ChannelNames channels, Deserializer<Delivery> deserializer) {
        this.channel = channel;
        this.channels = channels;
        this.deserializer = deserializer;
    }

    /** Returns whether the reader's channel answers for what belongs to no channel. */
    boolean isFirst() {
        return channels.isFirst(channel);
    }

    /**
     * Reads a record.
     *
     * @return the delivery when it is the channel's own; empty when it is another one's
     * @throws PoisonException when the record can never be read, and this channel answers for it
     * @throws RegistryUnavailableException when the registry has to be asked and does not answer
     */
    Optional<Delivery> read(ConsumerRecord<byte[], byte[]> record) {
        String named = record.key() == null ? "" : nameIn(new String(record.key(), StandardCharsets.UTF_8));
        if (!named.equals(channel) && (channels.contains(named) || !isFirst())) {
            return Optional.empty();
        }
        if (record.key() == null) {
            throw new PoisonException(DeadLetterReason.NULL_KEY, "the record has no key");
        }
        if (record.value() == null) {
            throw new PoisonException(DeadLetterReason.NULL_VALUE, "the record has no value");
        }
        Delivery delivery = decode(record);
        if (!named.equals(delivery.getChannel())) {
            throw new PoisonException(DeadLetterReason.KEY_MISMATCH, "the key names another channel than the value");
        }
        if (!named.equals(channel)) {
            throw new PoisonException(DeadLetterReason.INVALID_VALUE, "no channel of that name is configured");
        }
        return Optional.of(delivery);
    }

    private Delivery decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return deserializer.deserialize(record.topic(), record.value());
        } catch (RegistryUnavailableException tryLater) {
            throw tryLater;
        } catch (UnknownSchemaException unknown) {
            throw new PoisonException(
                    DeadLetterReason.UNKNOWN_SCHEMA, "the registry does not know the schema", unknown);
        } catch (SerializationException malformed) {
            throw new PoisonException(DeadLetterReason.MALFORMED, "the value is no Delivery", malformed);
        }
    }

    private static String nameIn(String key) {
        int end = key.indexOf('|');
        return end < 0 ? "" : key.substring(0, end);
    }
}
