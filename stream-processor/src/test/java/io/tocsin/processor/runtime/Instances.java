package io.tocsin.processor.runtime;

import io.tocsin.schemas.InstanceAnnouncement;
import io.tocsin.schemas.Inventory;
import io.tocsin.schemas.PartitionInventory;
import io.tocsin.schemas.PartitionRole;
import io.tocsin.schemas.serde.AvroDeserializer;
import io.tocsin.schemas.serde.SerdeSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Finds processors by what they announce, as a query service does. */
final class Instances {

    private final TestCluster cluster;
    private final int partitions;
    private final AvroDeserializer<InstanceAnnouncement> announcements = new AvroDeserializer<>();

    Instances(TestCluster cluster, int partitions) {
        this.cluster = cluster;
        this.partitions = partitions;
        Map<String, Object> config = new HashMap<>(cluster.serde);
        config.put(SerdeSettings.SPECIFIC_READER, true);
        announcements.configure(config, false);
    }

    /** Returns the addresses of the instances that have announced themselves and not their end, by instance. */
    Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : cluster.read(cluster.topics.instances)) {
            String instance = new String(record.key(), StandardCharsets.UTF_8);
            if (record.value() == null) {
                addresses.remove(instance);
            } else {
                addresses.put(
                        instance,
                        announcements
                                .deserialize(record.topic(), record.value())
                                .getAddress());
            }
        }
        return addresses;
    }

    /** Returns the instance that answers for a partition of the sources in one of the roles, if any does. */
    Optional<QueryCaller> holding(int partition, List<PartitionRole> roles) {
        List<String> addresses = new ArrayList<>(addresses().values());
        for (String address : addresses) {
            QueryCaller caller = new QueryCaller(address, partitions);
            try {
                Inventory inventory = caller.inventory();
                for (PartitionInventory each : inventory.getPartitions()) {
                    if (each.getStore().equals("sources")
                            && each.getPartition() == partition
                            && each.getQueryable()
                            && roles.contains(each.getRole())) {
                        return Optional.of(caller);
                    }
                }
            } catch (IOException gone) {
                // An instance that was killed has not announced its end.
                continue;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        return Optional.empty();
    }
}
