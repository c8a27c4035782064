package io.tocsin.schemas.catalogue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics of a catalogue that are not there, and holds those that are against it: a wrong number of
 * partitions would send a source's records to the wrong task, and a wrong timestamp type would let a producer's clock
 * drive time. Several may do this at once. Thread-safe.
 */
public final class TopicCreator {

    private static final Duration POLL = Duration.ofMillis(50);

    private final Admin admin;
    private final Duration timeout;

    /**
     * Makes a creator.
     *
     * @param admin client, which the caller closes
     * @param timeout time for each answer of Kafka, and for new topics to be seen
     */
    public TopicCreator(Admin admin, Duration timeout) {
        this.admin = admin;
        this.timeout = timeout;
    }

    /**
     * Makes sure that the topics are there as the catalogue says.
     *
     * @param topics catalogue
     * @param partitions partitions of a partitioned topic, at least 1
     * @param replication replicas of a new topic, at least 1
     * @throws TopicMismatchException when a topic is there and is not as the catalogue says
     * @throws KafkaException when Kafka does not do it, or not in time
     */
    public void createMissing(Topics topics, int partitions, int replication) {
        Map<String, TopicDescription> present = describe(topics.all());
        List<TopicSpec> missing = topics.all().stream()
                .filter(topic -> !present.containsKey(topic.name()))
                .toList();
        create(missing, partitions, (short) replication);
        long deadline = System.nanoTime() + timeout.toNanos();
        Map<String, TopicDescription> seen = describe(topics.all());
        while (seen.size() < topics.all().size() && System.nanoTime() < deadline) {
            pause();
            seen = describe(topics.all());
        }
        verify(topics.all(), seen, partitions);
        awaitLeaders(missing, seen);
    }

    /**
     * Waits until the leader of each new partition serves. A producer that is faster has its first batch refused while
     * its second one is taken; as an idempotent one it then repeats the first, out of sequence, until it gives up.
     */
    private void awaitLeaders(List<TopicSpec> created, Map<String, TopicDescription> seen) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (TopicSpec topic : created) {
            seen.get(topic.name())
                    .partitions()
                    .forEach(partition ->
                            ends.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
        }
        if (!ends.isEmpty()) {
            get(admin.listOffsets(ends).all());
        }
    }

    private void create(List<TopicSpec> missing, int partitions, short replication) {
        List<NewTopic> wanted = missing.stream()
                .map(topic -> new NewTopic(topic.name(), topic.partitioned() ? partitions : 1, replication)
                        .configs(topic.config()))
                .toList();
        admin.createTopics(wanted).values().forEach((topic, done) -> {
            try {
                get(done);
            } catch (TopicExistsException madeByAnother) {
                // Checked below like any topic that was there before.
                return;
            }
        });
    }

    private Map<String, TopicDescription> describe(List<TopicSpec> topics) {
        Map<String, TopicDescription> found = new HashMap<>();
        admin.describeTopics(topics.stream().map(TopicSpec::name).toList())
                .topicNameValues()
                .forEach((name, future) -> {
                    try {
                        found.put(name, get(future));
                    } catch (UnknownTopicOrPartitionException missing) {
                        // That it is not in the answer says so.
                        return;
                    }
                });
        return found;
    }

    private void verify(List<TopicSpec> topics, Map<String, TopicDescription> present, int partitions) {
        Map<String, String> timestampTypes = timestampTypes(topics, present);
        List<String> problems = new ArrayList<>();
        for (TopicSpec topic : topics) {
            TopicDescription found = present.get(topic.name());
            int expected = topic.partitioned() ? partitions : 1;
            if (found == null) {
                problems.add("topic " + topic.name() + " is not there after " + timeout);
            } else if (found.partitions().size() != expected) {
                problems.add(
                        "topic " + topic.name() + " has " + found.partitions().size() + " partitions, not " + expected);
            }
            String wanted = topic.config().get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
            String actual = timestampTypes.get(topic.name());
            if (wanted != null && actual != null && !wanted.equals(actual)) {
                problems.add("topic " + topic.name() + " has " + TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG + " "
                        + actual + ", not " + wanted);
            }
        }
        if (!problems.isEmpty()) {
            throw new TopicMismatchException(String.join("; ", problems));
        }
    }

    private Map<String, String> timestampTypes(List<TopicSpec> topics, Map<String, TopicDescription> present) {
        List<ConfigResource> resources = topics.stream()
                .filter(topic -> present.containsKey(topic.name())
                        && topic.config().containsKey(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG))
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                .toList();
        Map<ConfigResource, Config> configs =
                get(admin.describeConfigs(resources).all());
        return configs.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().name(), entry -> entry.getValue()
                        .get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)
                        .value()));
    }

    private <V> V get(KafkaFuture<V> future) {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException known ? known : new KafkaException(failed.getCause());
        } catch (TimeoutException late) {
            throw new org.apache.kafka.common.errors.TimeoutException("Kafka did not answer within " + timeout, late);
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }
}
