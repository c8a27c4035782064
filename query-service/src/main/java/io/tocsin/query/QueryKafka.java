package io.tocsin.query;

import io.tocsin.schemas.InstanceAnnouncement;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.Deserializer;

/** The Kafka clients of the query service. Thread-safe; each call makes a new client, which the caller closes. */
public interface QueryKafka {

    /** Returns a consumer for announcements of instances. */
    Consumer<String, byte[]> announcements();

    /** Returns the deserialiser of announcements. */
    Deserializer<InstanceAnnouncement> announcementDeserializer();

    /** Returns a producer for commands. */
    Producer<String, SpecificRecord> commands();
}
