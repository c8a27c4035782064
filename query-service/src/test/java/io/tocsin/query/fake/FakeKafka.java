package io.tocsin.query.fake;

import io.tocsin.query.QueryKafka;
import io.tocsin.schemas.AlertCommand;
import io.tocsin.schemas.IncidentCommand;
import io.tocsin.schemas.InstanceAnnouncement;
import io.tocsin.schemas.MaintenanceCommand;
import io.tocsin.schemas.MaintenanceResult;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.serde.AvroDeserializer;
import io.tocsin.schemas.serde.AvroSerializer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka without a broker: announces the fake processors, and lets commands take effect in the fake cluster. */
public final class FakeKafka implements QueryKafka {

    private static final Map<String, Object> SERDE =
            Map.of("schema.registry.url", "mock://query-service-test", "specific.avro.reader", true);

    private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    private final FakeCluster cluster;
    private final List<FakeProcessor> processors;

    /** Every command that was written, in order. */
    public final List<SpecificRecord> commands = new CopyOnWriteArrayList<>();
    /** Whether Kafka takes nothing. */
    public volatile boolean away;
    /** Whether commands take effect. */
    public volatile boolean effective = true;

    public FakeKafka(FakeCluster cluster, List<FakeProcessor> processors) {
        this.cluster = cluster;
        this.processors = processors;
    }

    @Override
    public Consumer<String, byte[]> announcements() {
        MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
        Node node = new Node(0, "nowhere", 1);
        List<PartitionInfo> partitions = new ArrayList<>();
        for (int partition = 0; partition < cluster.partitions; partition++) {
            partitions.add(new PartitionInfo(topics.events.name(), partition, node, new Node[0], new Node[0]));
        }
        consumer.updatePartitions(topics.events.name(), partitions);
        TopicPartition only = new TopicPartition(topics.instances.name(), 0);
        consumer.updateBeginningOffsets(Map.of(only, 0L));
        consumer.schedulePollTask(() -> {
            long offset = 0;
            for (FakeProcessor processor : processors) {
                consumer.addRecord(new ConsumerRecord<>(
                        topics.instances.name(),
                        0,
                        offset++,
                        processor.instance().id(),
                        announcement(processor)));
            }
        });
        return consumer;
    }

    @Override
    public Deserializer<InstanceAnnouncement> announcementDeserializer() {
        AvroDeserializer<InstanceAnnouncement> deserializer = new AvroDeserializer<>();
        deserializer.configure(SERDE, false);
        return deserializer;
    }

    @Override
    public Producer<String, SpecificRecord> commands() {
        return new MockProducer<>(true, null, new StringSerializer(), serializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(
                    ProducerRecord<String, SpecificRecord> command, Callback callback) {
                if (away) {
                    throw new TimeoutException("no broker");
                }
                commands.add(command.value());
                if (effective) {
                    takeEffect(command);
                }
                return super.send(command, callback);
            }
        };
    }

    private void takeEffect(ProducerRecord<String, SpecificRecord> command) {
        if (command.value() instanceof AlertCommand order) {
            FakeAlertLife.apply(cluster, order);
        } else if (command.value() instanceof IncidentCommand order) {
            FakeIncidentLife.apply(cluster, order);
        } else if (command.value() instanceof MaintenanceCommand order) {
            cluster.put(MaintenanceResult.newBuilder()
                    .setId(order.getId())
                    .setPartition(command.partition())
                    .setRemoved(2)
                    .setRemaining(10)
                    .setAt(Samples.T0)
                    .build());
        }
    }

    private byte[] announcement(FakeProcessor processor) {
        return serializer()
                .serialize(
                        topics.instances.name(),
                        InstanceAnnouncement.newBuilder()
                                .setInstance(processor.instance().id())
                                .setAddress(processor.instance().address())
                                .setStartedAt(0)
                                .setAnnouncedAt(0)
                                .build());
    }

    private static AvroSerializer<SpecificRecord> serializer() {
        AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>();
        serializer.configure(SERDE, false);
        return serializer;
    }
}
