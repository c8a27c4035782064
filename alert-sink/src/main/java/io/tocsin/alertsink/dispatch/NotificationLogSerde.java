package io.tocsin.alertsink.dispatch;

import io.tocsin.schemas.NotificationLogEntry;
import io.tocsin.schemas.serde.SingleObject;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Form of the notification log in its store and changelog: Avro's single-object encoding. Thread-safe. */
final class NotificationLogSerde implements Serde<NotificationLogEntry> {

    private final SingleObject<NotificationLogEntry> codec = SingleObject.of(NotificationLogEntry.class);

    @Override
    public Serializer<NotificationLogEntry> serializer() {
        return (topic, entry) -> entry == null ? null : codec.encode(entry);
    }

    @Override
    public Deserializer<NotificationLogEntry> deserializer() {
        return (topic, bytes) -> bytes == null ? null : codec.decode(bytes);
    }
}
