package io.tocsin.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.schemas.catalogue.TopicCreator;
import io.tocsin.schemas.catalogue.TopicMismatchException;
import io.tocsin.schemas.catalogue.TopicSpec;
import io.tocsin.schemas.catalogue.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicCreatorIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static Admin admin;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.builder(directory).start();
        admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        kafka.close();
    }

    @Test
    void missingTopicsAreCreatedAsTheCatalogueSaysAndThenLeftAlone() throws Exception {
        Topics topics = new Topics("fresh");

        new TopicCreator(admin, TIMEOUT).createMissing(topics, 3, 1);
        new TopicCreator(admin, TIMEOUT).createMissing(topics, 3, 1);

        Map<String, TopicDescription> found = admin.describeTopics(
                        topics.all().stream().map(TopicSpec::name).toList())
                .allTopicNames()
                .get();
        assertThat(topics.all())
                .allSatisfy(topic -> assertThat(found.get(topic.name()).partitions())
                        .as(topic.name())
                        .hasSize(topic.partitioned() ? 3 : 1));
    }

    @Test
    void severalMayCreateThemAtOnce() {
        Topics topics = new Topics("contested");

        List<CompletableFuture<Void>> creators = Stream.generate(() ->
                        CompletableFuture.runAsync(() -> new TopicCreator(admin, TIMEOUT).createMissing(topics, 2, 1)))
                .limit(4)
                .toList();

        assertThat(creators).allSatisfy(creator -> assertThat(creator.join()).isNull());
    }

    @Test
    void topicsThatDifferAreNamed() throws Exception {
        Topics topics = new Topics("differing");
        admin.createTopics(List.of(
                        new NewTopic(topics.events.name(), 7, (short) 1).configs(topics.events.config()),
                        new NewTopic(topics.logs.name(), 2, (short) 1)))
                .all()
                .get();

        assertThatThrownBy(() -> new TopicCreator(admin, TIMEOUT).createMissing(topics, 2, 1))
                .isInstanceOf(TopicMismatchException.class)
                .hasMessageContaining("topic differing.events.v1 has 7 partitions, not 2")
                .hasMessageContaining(
                        "topic differing.logs.v1 has message.timestamp.type CreateTime, not LogAppendTime");
    }
}
