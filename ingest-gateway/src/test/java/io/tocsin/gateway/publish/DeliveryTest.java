package io.tocsin.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.publish.PublishOutcome.Acknowledged;
import io.tocsin.gateway.publish.PublishOutcome.Cause;
import io.tocsin.gateway.publish.PublishOutcome.Failed;
import io.tocsin.schemas.catalogue.Topics;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    private static final String EVENTS = "tocsin.events.v1";
    private static final long DEADLINE = 1_000;

    private final AtomicInteger released = new AtomicInteger();

    @Test
    void theOutcomeIsKnownWhenTheLastRecordIsAcknowledged() {
        Delivery delivery = delivery(3);

        delivery.onCompletion(at(EVENTS, 1, 7), null);
        delivery.onCompletion(at(EVENTS, 1, 5), null);
        assertThat(delivery.outcome()).isNotDone();
        delivery.onCompletion(at("tocsin.logs.v1", 0, 2), null);

        assertThat(delivery.outcome().join()).isEqualTo(new Acknowledged("events.1.7~logs.0.2"));
        assertThat(released).hasValue(1);
    }

    @Test
    void oneFailureFailsTheRequestWithTheFirstCause() {
        Delivery delivery = delivery(2);

        delivery.onCompletion(null, new TimeoutException("late"));
        delivery.onCompletion(null, new RecordTooLargeException());

        assertThat(cause(delivery)).isEqualTo(Cause.TIMEOUT);
    }

    @Test
    void errorsOfKafkaAreTold() {
        Delivery replicas = delivery(1);
        replicas.onCompletion(null, new NotEnoughReplicasException("one of two"));
        assertThat(cause(replicas)).isEqualTo(Cause.KAFKA);

        Delivery large = delivery(1);
        large.onCompletion(null, new RecordTooLargeException());
        assertThat(cause(large)).isEqualTo(Cause.TOO_LARGE);
    }

    @Test
    void theDeadlineAnswersOnceAndALateAcknowledgementOnlyGivesRoomBack() {
        Delivery delivery = delivery(1);

        assertThat(delivery.expire(DEADLINE - 1)).isFalse();
        assertThat(delivery.expire(DEADLINE)).isTrue();
        assertThat(released).hasValue(0);
        delivery.onCompletion(at(EVENTS, 0, 1), null);

        assertThat(cause(delivery)).isEqualTo(Cause.TIMEOUT);
        assertThat(released).hasValue(1);
    }

    @Test
    void deadlineAndAcknowledgementNeverBothAnswer() throws InterruptedException {
        for (int round = 0; round < 2_000; round++) {
            Delivery delivery = delivery(1);
            AtomicInteger answers = new AtomicInteger();
            delivery.outcome().thenRun(answers::incrementAndGet);
            CountDownLatch go = new CountDownLatch(1);
            Thread broker = new Thread(() -> {
                await(go);
                delivery.onCompletion(at(EVENTS, 0, 1), null);
            });
            broker.start();
            go.countDown();
            delivery.expire(DEADLINE);
            broker.join();
            assertThat(answers).hasValue(1);
        }
        assertThat(released).hasValue(2_000);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Cause cause(Delivery delivery) {
        return ((Failed) delivery.outcome().join()).cause();
    }

    private Delivery delivery(int records) {
        return new Delivery(
                records, new Positions(new TopicNames(new Topics("tocsin"))), DEADLINE, released::incrementAndGet);
    }

    private static RecordMetadata at(String topic, int partition, long offset) {
        return new RecordMetadata(new TopicPartition(topic, partition), offset, 0, 0, 0, 0);
    }
}
