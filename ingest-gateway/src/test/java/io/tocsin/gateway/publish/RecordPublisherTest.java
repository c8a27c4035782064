package io.tocsin.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.decode.OutgoingRecord;
import io.tocsin.gateway.publish.PublishOutcome.Acknowledged;
import io.tocsin.gateway.publish.PublishOutcome.Cause;
import io.tocsin.gateway.publish.PublishOutcome.Failed;
import io.tocsin.schemas.catalogue.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordPublisherTest {

    private static final Duration DEADLINE = Duration.ofMillis(300);

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final TopicNames topics = new TopicNames(new Topics("tocsin"));
    private final SchemaIds schemaIds = new SchemaIds(Map.of("schema.registry.url", "mock://publisher-test"), topics);
    private final RecordPublisher publisher =
            new RecordPublisher(producer, topics, schemaIds, new InFlightBytes(100, 50), DEADLINE, System::nanoTime);

    @AfterEach
    void close() {
        publisher.close();
    }

    @Test
    void withoutSchemaIdsNothingIsSent() {
        assertThat(failure(publisher.publish(records(1), "c"))).isEqualTo(Cause.REGISTRY);
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void recordsCarryTheSchemaIdOfTheirTopic() {
        schemaIds.learn();

        CompletionStage<PublishOutcome> outcome = publisher.publish(records(1), "c");
        producer.completeNext();

        assertThat(outcome.toCompletableFuture().join()).isInstanceOf(Acknowledged.class);
        byte[] value = producer.history().get(0).value();
        assertThat(value[4]).isEqualTo((byte) schemaIds.known().orElseThrow().events());
        assertThat(publisher.bytesInFlight()).isZero();
    }

    @Test
    void whatTheProducerThrowsAtOnceIsAnOutcomeLikeAnyOther() {
        schemaIds.learn();
        producer.sendException = new KafkaException("fenced");

        assertThat(failure(publisher.publish(records(2), "c"))).isEqualTo(Cause.KAFKA);
        assertThat(publisher.bytesInFlight()).isZero();
    }

    @Test
    void theDeadlineIsKeptWhenTheProducerIsSilent() {
        schemaIds.learn();

        assertThat(publisher.publish(records(1), "c").toCompletableFuture())
                .succeedsWithin(5, TimeUnit.SECONDS)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.cause()).isEqualTo(Cause.TIMEOUT));
    }

    @Test
    void beyondTheBoundsRequestsAreRefusedAtOnce() {
        schemaIds.learn();
        publisher.publish(records(4), "a");

        assertThat(failure(publisher.publish(records(2), "a"))).isEqualTo(Cause.THROTTLED);
        publisher.publish(records(4), "b");
        assertThat(failure(publisher.publish(records(4), "c"))).isEqualTo(Cause.OVERLOADED);
    }

    private static Cause failure(CompletionStage<PublishOutcome> outcome) {
        return ((Failed) outcome.toCompletableFuture().join()).cause();
    }

    /** Records of ten bytes each. */
    private static List<OutgoingRecord> records(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> new OutgoingRecord(OutgoingRecord.Stream.EVENTS, new byte[4], new byte[6]))
                .toList();
    }
}
